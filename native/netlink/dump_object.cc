#include "dump_object.h"

#include "arguments.h"
#include "values.h"

namespace binding {

namespace {

// The largest part of a dump that any kernel produces; a smaller buffer might hold none.
constexpr size_t kMinBufferBytes = 128 << 10;

class PullJob final : public Job {
public:
  PullJob(const Napi::CallbackInfo &info, RefPtr<DumpSession> session)
      : Job(functionAt(info, 1, "done")), session_(std::move(session)),
        halted_(Environment::of(info.Env()).pool().stopping()), into_(info, 0, "into") {
    if (into_.span().size() < kMinBufferBytes || into_.span().size() > INT32_MAX)
      throw Napi::RangeError::New(info.Env(), "into must have 128 KiB to 2 GiB");
  }

  void run(netlink::ThreadNetns &thread) override { pulled_ = session_->pull(thread, into_.span(), halted_); }
  void refuse(int error) override { pulled_ = {error, false}; }
  void settle(Napi::Env env) override {
    session_->settled();
    reply(env, {number(env, pulled_.length), boolean(env, pulled_.ended)});
  }

private:
  const RefPtr<DumpSession> session_;
  const std::atomic<bool> &halted_;
  const Bytes into_;
  netlink::Pulled pulled_{};
};

} // namespace

void DumpObject::define(Napi::Env env, Napi::Object exports) {
  const Napi::Function made = DefineClass(env, "Dump",
                                          {
                                              InstanceMethod<&DumpObject::next>("next"),
                                              InstanceMethod<&DumpObject::close>("close"),
                                          });
  Environment &environment = Environment::of(env);
  environment.dumpClass = Napi::Persistent(made);
  environment.dumpClass.SuppressDestruct();
  exports.Set("Dump", made);
}

Napi::Value DumpObject::make(Napi::Env env, RefPtr<DumpSession> session) {
  Environment &environment = Environment::of(env);
  environment.nextDump = std::move(session);
  return environment.dumpClass.New({});
}

DumpObject::DumpObject(const Napi::CallbackInfo &info) : ObjectWrap(info) {
  Environment &environment = Environment::of(info.Env());
  if (!environment.nextDump)
    throw Napi::TypeError::New(info.Env(), "Illegal constructor");
  session_.reset(std::exchange(environment.nextDump, {}), environment.handles());
}

void DumpObject::next(const Napi::CallbackInfo &info) {
  auto job = std::make_unique<PullJob>(info, *session_);
  Environment &environment = Environment::of(info.Env());
  if (session_->begin())
    environment.submitAfter(session_->connection()->strand(), session_->strand(), std::move(job));
  else
    environment.submit(session_->strand(), std::move(job));
}

void DumpObject::close(const Napi::CallbackInfo &) { session_->close(); }

} // namespace binding
