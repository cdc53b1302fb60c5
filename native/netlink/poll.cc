#include "environment.h"
#include "functions.h"

namespace binding {

namespace {

Napi::Value poll(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), Environment::of(info.Env()).poll());
}

} // namespace

void definePoll(Napi::Env env, Napi::Object exports) { exports.Set("poll", Napi::Function::New<poll>(env, "poll")); }

} // namespace binding
