#include "descriptor.h"

#include <atomic>
#include <unistd.h>

namespace netlink {

namespace {
// Constant initialization, trivial destructor: threads may outlive static destruction.
constinit std::atomic<int> held{0};
} // namespace

Descriptor::Descriptor(int fd) : fd_(fd < 0 ? -1 : fd) {
  if (fd_ >= 0)
    count(1);
}

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

int Descriptor::release() {
  if (fd_ >= 0)
    count(-1);
  return std::exchange(fd_, -1);
}

void Descriptor::close() {
  const int fd = release();
  // Never again after EINTR: Linux has freed the number by then, and another thread may have it.
  if (fd >= 0)
    ::close(fd);
}

void Descriptor::count(int change) { netlink::held.fetch_add(change, std::memory_order_relaxed); }

int Descriptor::held() { return netlink::held.load(std::memory_order_relaxed); }

} // namespace netlink
