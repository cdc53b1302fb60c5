#pragma once

#include "connection.h"

namespace binding {

/** `Socket` of types/native.d.ts. */
class SocketObject final : public Napi::ObjectWrap<SocketObject> {
public:
  static void define(Napi::Env env, Napi::Object exports);
  explicit SocketObject(const Napi::CallbackInfo &info);

private:
  Napi::Value sendBuffer(const Napi::CallbackInfo &info);
  Napi::Value receiveBuffer(const Napi::CallbackInfo &info);
  Napi::Value portId(const Napi::CallbackInfo &info);
  void exchange(const Napi::CallbackInfo &info);
  void transact(const Napi::CallbackInfo &info);
  Napi::Value dump(const Napi::CallbackInfo &info);
  Napi::Value listen(const Napi::CallbackInfo &info);
  Napi::Value netns(const Napi::CallbackInfo &info);
  void close(const Napi::CallbackInfo &info);

  Handle<Connection> connection_;
};

} // namespace binding
