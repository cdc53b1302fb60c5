#include "arguments.h"
#include "descriptor_object.h"
#include "functions.h"

#include "../core/file_lock.h"

namespace binding {

namespace {

class LockedDescriptor final : public SharedDescriptor {
public:
  using SharedDescriptor::SharedDescriptor;
  ~LockedDescriptor() override { netlink::unlockFile(get()); }
};

Napi::Value lockFile(const Napi::CallbackInfo &info) {
  const std::string path = pathAt(info, 0);
  const bool create = booleanAt(info, 1, "create");
  const uint32_t mode = countAt(info, 2, "mode", 0777);
  netlink::Descriptor locked;
  const int error = netlink::lockFile(path, create, mode, locked);
  if (error != 0)
    return Napi::Number::New(info.Env(), error);
  return {info.Env(),
          DescriptorObject::make(info.Env(), RefPtr<SharedDescriptor>(new LockedDescriptor(std::move(locked))))};
}

Napi::Value isFileLocked(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), netlink::isFileLocked(pathAt(info, 0)));
}

} // namespace

void defineFileLock(Napi::Env env, Napi::Object exports) {
  exports.Set("lockFile", Napi::Function::New<lockFile>(env, "lockFile"));
  exports.Set("isFileLocked", Napi::Function::New<isFileLocked>(env, "isFileLocked"));
}

} // namespace binding
