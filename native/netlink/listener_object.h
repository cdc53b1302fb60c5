#pragma once

#include "listener_session.h"

namespace binding {

/** `Listener` of types/native.d.ts. */
class ListenerObject final : public Napi::ObjectWrap<ListenerObject> {
public:
  static void define(Napi::Env env, Napi::Object exports);
  /** Opens one in the namespace of the connection. */
  static Napi::Value open(const Napi::CallbackInfo &info, const RefPtr<Connection> &connection);

  explicit ListenerObject(const Napi::CallbackInfo &info);
  ~ListenerObject() override;

private:
  Napi::Value receiveBuffer(const Napi::CallbackInfo &info);
  void change(const Napi::CallbackInfo &info);
  void read(const Napi::CallbackInfo &info);
  void flush(const Napi::CallbackInfo &info);
  void hold(const Napi::CallbackInfo &info);
  void close(const Napi::CallbackInfo &info);
  ListenerSession &session(const Napi::CallbackInfo &info);
  void end();

  Environment &environment_;
  Handle<ListenerSession> session_;
};

} // namespace binding
