#include "job.h"

#include "values.h"

namespace binding {

bool Job::reply(napi_env env, std::initializer_list<napi_value> values) {
  const napi_value receiver = undefined(env);
  if (napi_call_function(env, receiver, done_.Value(), values.size(), values.begin(), nullptr) == napi_ok)
    return true;
  bool threw = false;
  napi_is_exception_pending(env, &threw);
  napi_value thrown;
  // A callback that throws must not keep the next one from being called.
  if (threw && napi_get_and_clear_last_exception(env, &thrown) == napi_ok)
    napi_fatal_exception(env, thrown);
  return threw;
}

} // namespace binding
