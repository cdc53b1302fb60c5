#include "job.h"

namespace binding {

void Job::reply(napi_env env, std::initializer_list<napi_value> values) {
  napi_value receiver;
  napi_value thrown;
  if (napi_get_undefined(env, &receiver) != napi_ok)
    return;
  const napi_status status = napi_call_function(env, receiver, done_.Value(), values.size(), values.begin(), nullptr);
  // A callback that throws must not keep the next one from being called.
  if (status == napi_pending_exception && napi_get_and_clear_last_exception(env, &thrown) == napi_ok)
    napi_fatal_exception(env, thrown);
}

} // namespace binding
