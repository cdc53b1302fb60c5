#pragma once

#include "listing.h"

namespace binding {

/** `Dump` of types/native.d.ts. */
class DumpObject final : public Napi::ObjectWrap<DumpObject> {
public:
  static void define(Napi::Env env, Napi::Object exports);
  static Napi::Value make(Napi::Env env, Shared<Listing> listing);
  explicit DumpObject(const Napi::CallbackInfo &info);

private:
  void next(const Napi::CallbackInfo &info);
  void close(const Napi::CallbackInfo &info);

  Held<Listing> listing_;
};

} // namespace binding
