#pragma once

#include "dump_session.h"

namespace binding {

/** `Dump` of types/native.d.ts. */
class DumpObject final : public Napi::ObjectWrap<DumpObject> {
public:
  static void define(Napi::Env env, Napi::Object exports);
  static Napi::Value make(Napi::Env env, RefPtr<DumpSession> session);
  explicit DumpObject(const Napi::CallbackInfo &info);

private:
  void next(const Napi::CallbackInfo &info);
  void close(const Napi::CallbackInfo &info);

  Handle<DumpSession> session_;
};

} // namespace binding
