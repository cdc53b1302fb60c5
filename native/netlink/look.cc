#include "environment.h"
#include "functions.h"

namespace binding {

namespace {

Napi::Value look(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), Environment::of(info.Env()).look());
}

} // namespace

void defineLook(Napi::Env env, Napi::Object exports) { exports.Set("look", Napi::Function::New<look>(env, "look")); }

} // namespace binding
