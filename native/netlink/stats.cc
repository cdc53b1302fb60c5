#include "environment.h"
#include "functions.h"

namespace binding {

namespace {

Napi::Value stats(const Napi::CallbackInfo &info) {
  Environment &environment = Environment::of(info.Env());
  const auto out = Napi::Object::New(info.Env());
  out.Set("threads", static_cast<double>(environment.pool().alive()));
  out.Set("jobs", static_cast<double>(environment.pending()));
  out.Set("descriptors", netlink::Descriptor::openCount());
  return out;
}

} // namespace

void defineStats(Napi::Env env, Napi::Object exports) {
  exports.Set("stats", Napi::Function::New<stats>(env, "stats"));
}

} // namespace binding
