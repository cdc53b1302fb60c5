#pragma once

#include "processors.h"

#include <atomic>
#include <cstdint>

namespace binding {

/** Permits to wait for. Not std::counting_semaphore: before GCC 13 its acquire can sleep through a release. */
class Semaphore {
public:
  void release();
  /** False if no permit was released in time. */
  bool acquire(int milliseconds);

private:
  bool take();
  bool linger();

  std::atomic<uint32_t> permits_{0};
  std::atomic<uint32_t> waiting_{0};
  std::atomic<bool> lingering_{false};
  const bool mayLinger_ = severalProcessors();
};

} // namespace binding
