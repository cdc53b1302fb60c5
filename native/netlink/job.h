#pragma once

#include "../core/place.h"

#include <napi.h>

namespace binding {

/** Work for a thread of the pool, and what the caller is told afterwards. Made and destroyed on the JavaScript thread.
 */
class Job {
public:
  explicit Job(Napi::Function done) : done_(Napi::Persistent(done)) {}
  virtual ~Job() = default;

  /** Does the work, on a thread that stands at home. It may leave `place`, and has come back when this returns, or is
   * lost. */
  virtual void run(netlink::Place &place) = 0;
  /** Instead of `run`, where no thread can do it: -EAGAIN and its like. */
  virtual void refuse(int error) = 0;
  /** Calls back with what came of it. */
  virtual void settle(Napi::Env env) = 0;

protected:
  /** Whether it was called: when the environment is coming to its end, nothing can be. Never throws. */
  bool reply(napi_env env, std::initializer_list<napi_value> values);

private:
  Napi::FunctionReference done_;
};

} // namespace binding
