#pragma once

#include "job.h"
#include "ref_counted.h"

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>

namespace binding {

class Strand;

/** A queued job. With `onto`, it only waits for its turn here, and then moves to the front of that queue. */
struct Queued {
  std::unique_ptr<Job> job;
  RefPtr<Strand> onto;
};

/** Jobs that run one after the other, on any thread. The mutex of the pool guards all of it. */
class Strand final : public RefCounted {
public:
  Strand() : number(made_.fetch_add(1, std::memory_order_relaxed)) {}

  /** Older strands have smaller numbers. */
  const uint64_t number;
  std::list<Queued> queue;
  /** One of its jobs is running, or it is in the run queue. */
  bool scheduled = false;
  /** Its first job still waits in the queue of another strand. */
  bool blocked = false;

private:
  static inline std::atomic<uint64_t> made_{0};
};

} // namespace binding
