#include "descriptor_object.h"

#include "arguments.h"
#include "values.h"

namespace binding {

namespace {
// The type tag, a random number: no other object is accepted as one.
constexpr napi_type_tag kTag{0x6f6d1c0a5b8e4d27, 0x91f3c27ad04e8b65};
} // namespace

void DescriptorObject::define(Napi::Env env, Napi::Object exports) {
  const Napi::Function made = DefineClass(env, "Descriptor",
                                          {
                                              InstanceAccessor<&DescriptorObject::fd>("fd"),
                                              InstanceAccessor<&DescriptorObject::inode>("inode"),
                                              InstanceMethod<&DescriptorObject::share>("share"),
                                              InstanceMethod<&DescriptorObject::close>("close"),
                                          });
  Environment &environment = Environment::of(env);
  environment.descriptorClass = Napi::Persistent(made);
  environment.descriptorClass.SuppressDestruct();
  exports.Set("Descriptor", made);
}

napi_value DescriptorObject::make(napi_env env, netlink::Descriptor descriptor) {
  return make(env, binding::makeRef<SharedDescriptor>(std::move(descriptor)));
}

napi_value DescriptorObject::make(napi_env env, RefPtr<SharedDescriptor> descriptor) {
  Environment &environment = Environment::of(env);
  environment.nextDescriptor = std::move(descriptor);
  napi_value made;
  const napi_status status = napi_new_instance(env, environment.descriptorClass.Value(), 0, nullptr, &made);
  environment.nextDescriptor = {};
  return status == napi_ok ? made : undefined(env);
}

DescriptorObject::DescriptorObject(const Napi::CallbackInfo &info) : ObjectWrap(info) {
  Environment &environment = Environment::of(info.Env());
  if (!environment.nextDescriptor)
    throw Napi::TypeError::New(info.Env(), "Illegal constructor");
  descriptor_.reset(std::exchange(environment.nextDescriptor, {}), environment.handles());
  info.This().As<Napi::Object>().TypeTag(&kTag);
  environment.expectDescriptor();
}

RefPtr<SharedDescriptor> DescriptorObject::at(const Napi::CallbackInfo &info, size_t index, const char *name) {
  const Napi::Value value = info[index];
  if (!value.IsObject() || !value.As<Napi::Object>().CheckTypeTag(&kTag))
    throw Napi::TypeError::New(info.Env(), std::string(name) + " must be a Descriptor");
  return *Unwrap(value.As<Napi::Object>())->descriptor_;
}

Napi::Value DescriptorObject::fd(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), *descriptor_ ? descriptor_->get() : -1);
}

Napi::Value DescriptorObject::inode(const Napi::CallbackInfo &info) {
  netlink::Identity identity;
  if (*descriptor_)
    netlink::identify(descriptor_->get(), identity);
  return Napi::BigInt::New(info.Env(), identity.inode);
}

Napi::Value DescriptorObject::share(const Napi::CallbackInfo &info) {
  return *descriptor_ ? Napi::Value(info.Env(), make(info.Env(), *descriptor_)) : info.Env().Undefined();
}

void DescriptorObject::close(const Napi::CallbackInfo &) { descriptor_.release(); }

} // namespace binding
