#include "descriptor.h"

#include <atomic>
#include <unistd.h>

namespace netlink {

namespace {
// Constant initialization, trivial destructor: threads may outlive static destruction.
constinit std::atomic<int> openDescriptors{0};
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
  // Not retried after EINTR: Linux has closed it by then, and another thread may have reused the number.
  if (fd >= 0)
    ::close(fd);
}

void Descriptor::count(int change) { netlink::openDescriptors.fetch_add(change, std::memory_order_relaxed); }

int Descriptor::openCount() { return netlink::openDescriptors.load(std::memory_order_relaxed); }

} // namespace netlink
