#pragma once

#include "../core/thread_netns.h"

#include <napi.h>

namespace binding {

/** Work for a thread of the pool, and its result for the caller. Created and destroyed on the JavaScript thread. */
class Job {
public:
  explicit Job(Napi::Function done) : done_(Napi::Persistent(done)) {}
  virtual ~Job() = default;

  /** Does the work, on a thread in its home namespace. It may enter another one, but must leave it before returning. */
  virtual void run(netlink::ThreadNetns &thread) = 0;
  /** Called instead of `run` if there is no thread for it: -EAGAIN, for example. */
  virtual void refuse(int error) = 0;
  /** Whether it counts as pending, and keeps the process alive until it is settled. */
  virtual bool keepsAlive() const { return true; }
  /** Calls back with the result. */
  virtual void settle(Napi::Env env) = 0;

protected:
  /** Calls back; false if that is impossible because the environment is ending. Never throws. */
  bool reply(napi_env env, std::initializer_list<napi_value> values);

private:
  Napi::FunctionReference done_;
};

} // namespace binding
