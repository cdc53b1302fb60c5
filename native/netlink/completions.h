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
class Turns;

/** Finished jobs on their way back to the JavaScript thread. */
class Completions {
public:
  Completions(napi_env env, Environment &environment);
  Completions(const Completions &) = delete;

  /** Every other thread that pushes holds on to the queue for as long as it lives; to let go is the last thing that it
   * does. */
  bool hold();
  void letGo();

  /** On any thread that holds on; `others` are the strands that wait meanwhile. */
  void push(std::unique_ptr<Job> job, const Turns &others);
  /** Has the JavaScript thread look after the pool. */
  void wake();

  /** On the JavaScript thread: jobs that were given and are not settled keep the process alive. */
  void begin();
  size_t pending() const { return pending_; }
  /** Settles what has finished, and says whether to come again in the next turn of the event loop: no thread wakes this
   * one until then. */
  bool look();

  /** At the end of the environment; no other thread holds on any more. What was not settled is dropped. */
  void close();

private:
  static void called(napi_env env, napi_value, void *context, void *);
  bool worthLooking();
  void watch(bool on);
  void drain(napi_env env);
  void settle(Napi::Env env, Job &job);

  Environment &environment_;
  napi_threadsafe_function function_ = nullptr;
  const bool mayLook_ = severalProcessors();
  size_t pending_ = 0;
  std::optional<std::chrono::steady_clock::time_point> lookingSince_;

  // Guards what follows.
  std::mutex mutex_;
  std::vector<std::unique_ptr<Job>> finished_;
  /** The JavaScript thread was woken for what is in the queue, or comes by itself. */
  bool told_ = false;
  bool watched_ = false;
};

} // namespace binding
