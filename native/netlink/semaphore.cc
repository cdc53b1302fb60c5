#include "semaphore.h"

#include <cerrno>
#include <ctime>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace binding {

namespace {
static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t) && std::atomic<uint32_t>::is_always_lock_free);

long futex(std::atomic<uint32_t> &word, int operation, uint32_t value, const timespec *timeout) {
  return syscall(SYS_futex, &word, operation | FUTEX_PRIVATE_FLAG, value, timeout, nullptr, 0);
}
} // namespace

void Semaphore::release() {
  // Both in one total order with `acquire`: either we see who waits, or he sees the permit.
  permits_.fetch_add(1);
  if (waiting_.load() > 0)
    futex(permits_, FUTEX_WAKE, 1, nullptr);
}

bool Semaphore::take() {
  uint32_t permits = permits_.load(std::memory_order_relaxed);
  while (permits > 0) {
    if (permits_.compare_exchange_weak(permits, permits - 1, std::memory_order_acquire, std::memory_order_relaxed))
      return true;
  }
  return false;
}

bool Semaphore::acquire(int milliseconds) {
  const timespec timeout{milliseconds / 1000, milliseconds % 1000 * 1000000L};
  bool late = false;
  while (!take()) {
    if (late)
      return false;
    waiting_.fetch_add(1);
    late = futex(permits_, FUTEX_WAIT, 0, &timeout) != 0 && errno == ETIMEDOUT;
    waiting_.fetch_sub(1);
  }
  return true;
}

} // namespace binding
