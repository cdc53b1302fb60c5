#include "descriptor_object.h"
#include "dump_object.h"
#include "functions.h"
#include "listener_object.h"
#include "socket_object.h"

namespace binding {

namespace {

Napi::Object define(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Environment(env));
  DescriptorObject::define(env, exports);
  SocketObject::define(env, exports);
  DumpObject::define(env, exports);
  ListenerObject::define(env, exports);
  defineNetns(env, exports);
  defineRun(env, exports);
  defineSysctl(env, exports);
  defineFileLock(env, exports);
  defineAddress(env, exports);
  defineOpenSocket(env, exports);
  definePoll(env, exports);
  defineStats(env, exports);
  return exports;
}

} // namespace

} // namespace binding

NAPI_MODULE_INIT() { return Napi::RegisterModule(env, exports, binding::define); }
