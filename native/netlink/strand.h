#pragma once

#include "counted.h"
#include "job.h"

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>

namespace binding {

class Strand;

/** A job in a line; with `onto` it only waits its turn here, and is then moved to the front of that line. */
struct Queued {
  std::unique_ptr<Job> job;
  Shared<Strand> onto;
};

/** A line of jobs that run one after the other. All of it is guarded by the pool. */
class Strand final : public Counted {
public:
  Strand() : number(made_.fetch_add(1, std::memory_order_relaxed)) {}

  /** Older strands have smaller ones. */
  const uint64_t number;
  std::list<Queued> line;
  /** One of its jobs is running, or it is among the ready ones. */
  bool scheduled = false;
  /** Its first job still waits in another line. */
  bool held = false;

private:
  static inline std::atomic<uint64_t> made_{0};
};

} // namespace binding
