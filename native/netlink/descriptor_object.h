#pragma once

#include "environment.h"

namespace binding {

/** `Descriptor` of types/native.d.ts. */
class DescriptorObject final : public Napi::ObjectWrap<DescriptorObject> {
public:
  static void define(Napi::Env env, Napi::Object exports);
  /** A new one; undefined if the environment is ending. */
  static napi_value make(napi_env env, netlink::Descriptor descriptor);
  static napi_value make(napi_env env, RefPtr<SharedDescriptor> descriptor);
  /** The one that the caller passed, none if it is closed, or a TypeError. */
  static RefPtr<SharedDescriptor> at(const Napi::CallbackInfo &info, size_t index, const char *name);

  explicit DescriptorObject(const Napi::CallbackInfo &info);

private:
  Napi::Value fd(const Napi::CallbackInfo &info);
  Napi::Value inode(const Napi::CallbackInfo &info);
  Napi::Value share(const Napi::CallbackInfo &info);
  void close(const Napi::CallbackInfo &info);

  Handle<SharedDescriptor> descriptor_;
};

} // namespace binding
