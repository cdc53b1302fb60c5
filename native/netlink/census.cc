#include "environment.h"
#include "functions.h"

namespace binding {

namespace {

Napi::Value census(const Napi::CallbackInfo &info) {
  Environment &environment = Environment::of(info.Env());
  const auto out = Napi::Object::New(info.Env());
  out.Set("threads", static_cast<double>(environment.pool().alive()));
  out.Set("jobs", static_cast<double>(environment.pending()));
  out.Set("descriptors", netlink::Descriptor::held());
  return out;
}

} // namespace

void defineCensus(Napi::Env env, Napi::Object exports) {
  exports.Set("census", Napi::Function::New<census>(env, "census"));
}

} // namespace binding
