#include "semaphore.h"

#include <cerrno>
#include <ctime>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace binding {

namespace {
static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t) && std::atomic<uint32_t>::is_always_lock_free);

/** A sleep and a wakeup cost more than this; a caller that awaits one request after the other returns sooner. */
constexpr long kLingerNanoseconds = 50'000;

long nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000L + now.tv_nsec;
}

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

long futex(std::atomic<uint32_t> &word, int operation, uint32_t value, const timespec *timeout) {
  return syscall(SYS_futex, &word, operation | FUTEX_PRIVATE_FLAG, value, timeout, nullptr, 0);
}
} // namespace

void Semaphore::release() {
  // Both in one total order with `acquire`: either we see the waiter, or the waiter sees the permit.
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

/** Spins for a permit before the thread sleeps; one thread at a time. */
bool Semaphore::linger() {
  if (!mayLinger_ || lingering_.exchange(true, std::memory_order_relaxed))
    return false;
  const long until = nanoseconds() + kLingerNanoseconds;
  bool taken = false;
  do {
    for (int i = 0; i < 32 && !taken; i++) {
      relax();
      taken = take();
    }
  } while (!taken && nanoseconds() < until);
  lingering_.store(false, std::memory_order_relaxed);
  return taken;
}

bool Semaphore::acquire(int milliseconds) {
  if (take() || linger())
    return true;
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
