#include "listener_object.h"

#include "arguments.h"
#include "values.h"

namespace binding {

namespace {

/** Groups, filter and room: three arguments in a row. */
netlink::Subscription subscriptionAt(const Napi::CallbackInfo &info) {
  const Napi::Value groups = info[0];
  if (!groups.IsTypedArray() || groups.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array)
    throw Napi::TypeError::New(info.Env(), "groups must be a Uint32Array");
  const auto numbers = groups.As<Napi::Uint32Array>();
  netlink::Subscription subscription;
  for (size_t i = 0; i < numbers.ElementLength(); i++)
    subscription.groups.push_back(numbers[i]);
  if (!absentAt(info, 1)) {
    const Bytes program(info, 1, "filter");
    if (program.span().size() % sizeof(sock_filter) != 0 || program.span().size() / sizeof(sock_filter) > BPF_MAXINSNS)
      throw Napi::RangeError::New(info.Env(), "filter must have at most 4096 instructions of 8 bytes");
    subscription.filter.resize(program.span().size() / sizeof(sock_filter));
    if (!subscription.filter.empty())
      memcpy(subscription.filter.data(), program.span().data(), program.span().size());
  }
  subscription.room = countAt(info, 2, "room", INT32_MAX);
  return subscription;
}

class OpenListenerJob final : public Job {
public:
  OpenListenerJob(Napi::Function done, RefPtr<ListenerSession> session, netlink::Subscription subscription)
      : Job(done), session_(std::move(session)), subscription_(std::move(subscription)) {}

  void run(netlink::ThreadNetns &thread) override { error_ = session_->open(thread, subscription_); }
  void refuse(int error) override { error_ = error; }
  void settle(Napi::Env env) override {
    if (error_ == 0)
      error_ = session_->closed ? -EBADF : Environment::of(env).poller().add(session_);
    reply(env, {number(env, error_)});
  }

private:
  const RefPtr<ListenerSession> session_;
  const netlink::Subscription subscription_;
  int error_ = 0;
};

class ChangeListenerJob final : public Job {
public:
  ChangeListenerJob(Napi::Function done, RefPtr<ListenerSession> session, netlink::Subscription subscription)
      : Job(done), session_(std::move(session)), subscription_(std::move(subscription)) {}

  void run(netlink::ThreadNetns &) override { error_ = session_->change(subscription_); }
  void refuse(int error) override { error_ = error; }
  void settle(Napi::Env env) override { reply(env, {number(env, error_)}); }

private:
  const RefPtr<ListenerSession> session_;
  const netlink::Subscription subscription_;
  int error_ = 0;
};

} // namespace

void ListenerObject::define(Napi::Env env, Napi::Object exports) {
  const Napi::Function made = DefineClass(env, "Listener",
                                          {
                                              InstanceAccessor<&ListenerObject::receiveBuffer>("receiveBuffer"),
                                              InstanceMethod<&ListenerObject::change>("change"),
                                              InstanceMethod<&ListenerObject::read>("read"),
                                              InstanceMethod<&ListenerObject::flush>("flush"),
                                              InstanceMethod<&ListenerObject::hold>("hold"),
                                              InstanceMethod<&ListenerObject::close>("close"),
                                          });
  Environment &environment = Environment::of(env);
  environment.listenerClass = Napi::Persistent(made);
  environment.listenerClass.SuppressDestruct();
  exports.Set("Listener", made);
}

Napi::Value ListenerObject::open(const Napi::CallbackInfo &info, const RefPtr<Connection> &connection) {
  netlink::Subscription subscription = subscriptionAt(info);
  auto session = binding::makeRef<ListenerSession>(connection, booleanAt(info, 3, "allNsid"));
  auto job = std::make_unique<OpenListenerJob>(functionAt(info, 4, "opened"), session, std::move(subscription));
  Environment &environment = Environment::of(info.Env());
  environment.nextListener = session;
  const Napi::Value made = environment.listenerClass.New({});
  environment.submitAfter(connection->strand(), session->strand(), std::move(job));
  return made;
}

ListenerObject::ListenerObject(const Napi::CallbackInfo &info)
    : ObjectWrap(info), environment_(Environment::of(info.Env())) {
  if (!environment_.nextListener)
    throw Napi::TypeError::New(info.Env(), "Illegal constructor");
  session_.reset(std::exchange(environment_.nextListener, {}), environment_.handles());
}

ListenerObject::~ListenerObject() { end(); }

/** Once the environment has ended, the session is released, and the environment must not be used. */
void ListenerObject::end() {
  if (!*session_ || std::exchange(session_->closed, true))
    return;
  if (std::exchange(session_->held, false))
    environment_.completions().letGo();
  environment_.poller().remove(**session_);
}

ListenerSession &ListenerObject::session(const Napi::CallbackInfo &info) {
  if (!*session_)
    throw Napi::TypeError::New(info.Env(), "the listener is closed");
  return **session_;
}

Napi::Value ListenerObject::receiveBuffer(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), *session_ ? session_->receiveBuffer() : 0);
}

void ListenerObject::change(const Napi::CallbackInfo &info) {
  ListenerSession &own = session(info);
  netlink::Subscription subscription = subscriptionAt(info);
  auto job = std::make_unique<ChangeListenerJob>(functionAt(info, 3, "done"), *session_, std::move(subscription));
  environment_.submit(own.strand(), std::move(job));
}

void ListenerObject::read(const Napi::CallbackInfo &info) {
  environment_.poller().read(session(info), std::make_unique<ReadJob>(info));
}

void ListenerObject::flush(const Napi::CallbackInfo &info) { environment_.poller().flush(session(info)); }

void ListenerObject::hold(const Napi::CallbackInfo &info) {
  const bool on = booleanAt(info, 0, "on");
  if (std::exchange(session(info).held, on) == on)
    return;
  if (on)
    environment_.completions().hold();
  else
    environment_.completions().letGo();
}

void ListenerObject::close(const Napi::CallbackInfo &) {
  end();
  session_.release();
}

} // namespace binding
