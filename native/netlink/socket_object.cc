#include "socket_object.h"

#include "arguments.h"
#include "descriptor_object.h"
#include "dump_object.h"
#include "exchange_job.h"
#include "listener_object.h"
#include "transact_job.h"
#include "values.h"

namespace binding {

namespace {

class OpenJob final : public Job {
public:
  OpenJob(Napi::Function done, RefPtr<Connection> connection) : Job(done), connection_(std::move(connection)) {}

  void run(netlink::ThreadNetns &thread) override { error_ = connection_->open(thread); }
  void refuse(int error) override {
    error_ = error;
    connection_->fail(error);
  }
  void settle(Napi::Env env) override { reply(env, {number(env, error_)}); }

private:
  const RefPtr<Connection> connection_;
  int error_ = 0;
};

class CloseJob final : public Job {
public:
  CloseJob(Napi::Function done, RefPtr<Connection> connection) : Job(done), connection_(std::move(connection)) {}

  void run(netlink::ThreadNetns &) override { connection_->close(); }
  void refuse(int) override { connection_->close(); }
  void settle(Napi::Env env) override { reply(env, {}); }

private:
  const RefPtr<Connection> connection_;
};

std::vector<uint16_t> countsOf(Napi::Value value, const std::string &name) {
  if (!value.IsArray())
    throw Napi::TypeError::New(value.Env(), name + " must be an array");
  const auto array = value.As<Napi::Array>();
  std::vector<uint16_t> counts;
  for (uint32_t i = 0; i < array.Length(); i++)
    counts.push_back(static_cast<uint16_t>(countOf(array[i], name, UINT16_MAX)));
  return counts;
}

netlink::LinkSettings linkSettingsAt(Napi::Value value) {
  if (!value.IsObject())
    throw Napi::TypeError::New(value.Env(), "linkSettings must be an object");
  const auto given = value.As<Napi::Object>();
  const auto count = [&](const char *name) {
    return static_cast<uint16_t>(countOf(given.Get(name), name, UINT16_MAX));
  };
  return {count("type"), count("headerSize"), countsOf(given.Get("moves"), "moves")};
}

/** `Numbering` of types/native.d.ts. */
netlink::Protocol protocolAt(const Napi::CallbackInfo &info, size_t index) {
  if (!info[index].IsObject())
    throw Napi::TypeError::New(info.Env(), "protocol must be an object");
  const auto given = info[index].As<Napi::Object>();
  const auto count = [&](const char *name) {
    return static_cast<uint16_t>(countOf(given.Get(name), name, UINT16_MAX));
  };
  netlink::Protocol protocol{count("number"), count("objectMask"), count("objectBits")};
  protocol.linkChanges = countsOf(given.Get("linkChanges"), "linkChanges");
  if (const Napi::Value settings = given.Get("linkSettings"); !settings.IsUndefined())
    protocol.linkSettings = linkSettingsAt(settings);
  return protocol;
}

} // namespace

void SocketObject::define(Napi::Env env, Napi::Object exports) {
  exports.Set("Socket", DefineClass(env, "Socket",
                                    {
                                        InstanceAccessor<&SocketObject::sendBuffer>("sendBuffer"),
                                        InstanceAccessor<&SocketObject::receiveBuffer>("receiveBuffer"),
                                        InstanceAccessor<&SocketObject::portId>("portId"),
                                        InstanceMethod<&SocketObject::exchange>("exchange"),
                                        InstanceMethod<&SocketObject::transact>("transact"),
                                        InstanceMethod<&SocketObject::dump>("dump"),
                                        InstanceMethod<&SocketObject::listen>("listen"),
                                        InstanceMethod<&SocketObject::netns>("netns"),
                                        InstanceMethod<&SocketObject::close>("close"),
                                    }));
}

SocketObject::SocketObject(const Napi::CallbackInfo &info) : ObjectWrap(info) {
  netlink::Protocol protocol = protocolAt(info, 0);
  RefPtr<SharedDescriptor> netns;
  bool gone = false;
  if (!absentAt(info, 1)) {
    netns = DescriptorObject::at(info, 1, "netns");
    gone = !netns;
  }
  const Napi::Function opened = functionAt(info, 2, "opened");
  // A closed namespace is reported like every other reason why a socket does not open.
  if (gone)
    netns = makeRef<SharedDescriptor>(netlink::Descriptor());
  Environment &environment = Environment::of(info.Env());
  connection_.reset(makeRef<Connection>(std::move(protocol), std::move(netns)), environment.handles());
  environment.expectDescriptor();
  environment.submit(connection_->strand(), std::make_unique<OpenJob>(opened, *connection_));
}

Napi::Value SocketObject::sendBuffer(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), connection_->sendBuffer());
}

Napi::Value SocketObject::receiveBuffer(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), connection_->receiveBuffer());
}

Napi::Value SocketObject::portId(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), connection_->port());
}

void SocketObject::exchange(const Napi::CallbackInfo &info) {
  Environment::of(info.Env()).submit(connection_->strand(), std::make_unique<ExchangeJob>(info, *connection_));
}

void SocketObject::transact(const Napi::CallbackInfo &info) {
  Environment::of(info.Env()).submit(connection_->strand(), std::make_unique<TransactJob>(info, *connection_));
}

Napi::Value SocketObject::dump(const Napi::CallbackInfo &info) {
  const Bytes request(info, 0, "request");
  auto session =
      binding::makeRef<DumpSession>(*connection_, request.span(), fixupsAt(info, 1), textsAt(info, 2, "names"));
  return DumpObject::make(info.Env(), std::move(session));
}

Napi::Value SocketObject::listen(const Napi::CallbackInfo &info) { return ListenerObject::open(info, *connection_); }

Napi::Value SocketObject::netns(const Napi::CallbackInfo &info) {
  RefPtr<SharedDescriptor> netns = connection_->netns();
  return {info.Env(), netns ? DescriptorObject::make(info.Env(), std::move(netns)) : undefined(info.Env())};
}

void SocketObject::close(const Napi::CallbackInfo &info) {
  const Napi::Function done = functionAt(info, 0, "done");
  connection_->closing = true;
  Environment::of(info.Env()).submit(connection_->strand(), std::make_unique<CloseJob>(done, *connection_));
}

} // namespace binding
