#include "arguments.h"
#include "descriptor_object.h"
#include "functions.h"
#include "values.h"

#include "../core/retry.h"

#include <sched.h>

namespace binding {

namespace {

int enter(int netns) {
  return netlink::retry([&] { return setns(netns, CLONE_NEWNET); });
}

/** Calls `fn`; an exception stays pending, for the caller of `run`. */
void call(napi_env env, napi_value fn) { napi_call_function(env, undefined(env), fn, 0, nullptr, nullptr); }

int callIn(napi_env env, const RefPtr<SharedDescriptor> &netns, napi_value fn) {
  netlink::Descriptor from;
  netlink::Identity here;
  netlink::Identity there;
  int error = netlink::openOwnNetns(from);
  if (error == 0)
    error = netlink::identify(from.get(), here);
  if (error == 0)
    error = netlink::identify(netns->get(), there);
  const bool elsewhere = here != there; // no privilege is needed for where we are
  if (error == 0 && elsewhere)
    error = enter(netns->get());
  if (error != 0)
    return error;
  call(env, fn);
  if (elsewhere && enter(from.get()) != 0)
    napi_fatal_error("netlink-ts", NAPI_AUTO_LENGTH,
                     "run: the JavaScript thread cannot return to its own network namespace (setns failed); continuing "
                     "would change the wrong network",
                     NAPI_AUTO_LENGTH);
  return 0;
}

Napi::Value run(const Napi::CallbackInfo &info) {
  const RefPtr<SharedDescriptor> netns = DescriptorObject::at(info, 0, "netns");
  const Napi::Function fn = functionAt(info, 1, "fn");
  // The raw value: no object may be created while an exception is pending.
  const int error = netns ? callIn(info.Env(), netns, fn) : -EBADF;
  return {info.Env(), number(info.Env(), error)};
}

} // namespace

void defineRun(Napi::Env env, Napi::Object exports) { exports.Set("run", Napi::Function::New<run>(env, "run")); }

} // namespace binding
