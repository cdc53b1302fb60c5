#pragma once

#include "job.h"
#include "processors.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace binding {

class Environment;
class RunQueue;

/**
 * Finished jobs on their way back to the JavaScript thread, which waits for them in one of three states:
 *
 *   state           polling_  wakeScheduled_  what push() does        who leaves the state, and when
 *   asleep          false     false           schedules a wakeup      push(): to wake scheduled
 *   wake scheduled  false     true            queues the job          drain(), which the wakeup calls: to asleep
 *   polling         true      any             queues the job          poll(): to asleep, when shouldPoll() says no, or
 * no job is pending; then it drains once more
 *
 * A wakeup is a call of the threadsafe function. Polling is a chain of setImmediate() in lib/transport/poll.ts, which
 * calls poll() in each iteration of the event loop. It is worthwhile for a single short job only: a sleeping thread
 * takes about as long to wake up as the kernel takes for a short request. Whatever the state, drain() takes all jobs.
 */
class Completions {
public:
  Completions(napi_env env, Environment &environment);
  Completions(const Completions &) = delete;

  /** A pool thread acquires the queue before its first push, and releases it as the last thing it does. */
  bool acquire();
  void release();

  /** On any thread that has acquired the queue; `others` are the strands that wait for a thread. */
  void push(std::unique_ptr<Job> job, const RunQueue &others);
  /** Wakes the JavaScript thread, which then respawns threads of the pool. */
  void wake();

  /** On the JavaScript thread: pending jobs keep the process alive. */
  void begin();
  /** Likewise: as long as there are more calls of hold() than of letGo(), the process is kept alive. */
  void hold();
  void letGo();
  size_t pending() const { return pending_; }
  /** Settles finished jobs. If it returns true, the caller must call it again in the next iteration of the event loop:
   * until then, no thread wakes this one. */
  bool poll();

  /** At the end of the environment, when no other thread has the queue. Unsettled jobs are dropped. */
  void close();

private:
  static void called(napi_env env, napi_value, void *context, void *);
  void keepAlive(bool before);
  bool shouldPoll();
  void setPolling(bool on);
  void drain(napi_env env);
  void settle(Napi::Env env, Job &job);

  Environment &environment_;
  napi_threadsafe_function function_ = nullptr;
  const bool mayPoll_ = severalProcessors();
  size_t pending_ = 0;
  size_t holds_ = 0;
  std::optional<std::chrono::steady_clock::time_point> pollingSince_;

  // Guards what follows.
  std::mutex mutex_;
  std::vector<std::unique_ptr<Job>> finished_;
  // See the table above.
  bool wakeScheduled_ = false;
  bool polling_ = false;
};

} // namespace binding
