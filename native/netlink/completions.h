#pragma once

#include "job.h"

#include <memory>
#include <mutex>
#include <vector>

namespace binding {

class Environment;

/** Finished jobs on their way back to the JavaScript thread. */
class Completions {
public:
  Completions(napi_env env, Environment &environment);
  Completions(const Completions &) = delete;

  /** Every other thread that pushes holds on to the queue for as long as it lives; to let go is the last thing that it
   * does. */
  bool hold();
  void letGo();

  /** On any thread that holds on. */
  void push(std::unique_ptr<Job> job);
  /** Has the JavaScript thread look after the pool. */
  void wake();

  /** On the JavaScript thread: jobs that were given and are not settled keep the process alive. */
  void begin();
  size_t pending() const { return pending_; }

  /** At the end of the environment; no other thread holds on any more. What was not settled is dropped. */
  void close();

private:
  static void called(napi_env env, napi_value, void *context, void *);
  void drain(napi_env env);
  void settle(Napi::Env env, Job &job);

  Environment &environment_;
  napi_threadsafe_function function_ = nullptr;
  size_t pending_ = 0;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Job>> finished_;
};

} // namespace binding
