#include "arguments.h"
#include "descriptor_object.h"
#include "functions.h"
#include "values.h"

#include "../core/netns.h"

#include <optional>

namespace binding {

namespace {

class CreateJob final : public Job {
public:
  CreateJob(Napi::Function done, std::optional<std::string> path) : Job(done), path_(std::move(path)) {}

  void run(netlink::ThreadNetns &thread) override {
    step_ = path_ ? netlink::createNetns(thread, *path_, netns_) : netlink::createNetns(thread, netns_);
  }
  void refuse(int error) override { step_ = {error, "thread"}; }
  void settle(Napi::Env env) override {
    const napi_value netns = step_ ? DescriptorObject::make(env, std::move(netns_)) : undefined(env);
    reply(env, {number(env, step_.error), text(env, step_.call), netns});
  }

private:
  const std::optional<std::string> path_;
  netlink::Step step_;
  netlink::Descriptor netns_;
};

class NameJob final : public Job {
public:
  NameJob(Napi::Function done, RefPtr<SharedDescriptor> netns, std::string path)
      : Job(done), netns_(std::move(netns)), path_(std::move(path)) {}

  void run(netlink::ThreadNetns &) override {
    step_ = netns_ ? netlink::nameNetns(netns_->get(), path_) : netlink::Step{-EBADF, "mount"};
  }
  void refuse(int error) override { step_ = {error, "thread"}; }
  void settle(Napi::Env env) override { reply(env, {number(env, step_.error), text(env, step_.call)}); }

private:
  const RefPtr<SharedDescriptor> netns_;
  const std::string path_;
  netlink::Step step_;
};

class DeleteJob final : public Job {
public:
  DeleteJob(Napi::Function done, std::string path) : Job(done), path_(std::move(path)) {}

  void run(netlink::ThreadNetns &) override { step_ = netlink::deleteNetns(path_); }
  void refuse(int error) override { step_ = {error, "thread"}; }
  void settle(Napi::Env env) override { reply(env, {number(env, step_.error), text(env, step_.call)}); }

private:
  const std::string path_;
  netlink::Step step_;
};

Napi::Value openNetns(const Napi::CallbackInfo &info) {
  netlink::Descriptor netns;
  const int error = netlink::openNetns(pathAt(info, 0), netns);
  if (error != 0)
    return Napi::Number::New(info.Env(), error);
  return {info.Env(), DescriptorObject::make(info.Env(), std::move(netns))};
}

void createNetns(const Napi::CallbackInfo &info) {
  std::optional<std::string> path;
  if (!absentAt(info, 0))
    path = pathAt(info, 0);
  auto job = std::make_unique<CreateJob>(functionAt(info, 1, "done"), std::move(path));
  Environment::of(info.Env()).submit(makeRef<Strand>(), std::move(job));
}

void nameNetns(const Napi::CallbackInfo &info) {
  auto netns = DescriptorObject::at(info, 0, "netns");
  auto job = std::make_unique<NameJob>(functionAt(info, 2, "done"), std::move(netns), pathAt(info, 1));
  Environment::of(info.Env()).submit(makeRef<Strand>(), std::move(job));
}

void deleteNetns(const Napi::CallbackInfo &info) {
  auto job = std::make_unique<DeleteJob>(functionAt(info, 1, "done"), pathAt(info, 0));
  Environment::of(info.Env()).submit(makeRef<Strand>(), std::move(job));
}

} // namespace

void defineNetns(Napi::Env env, Napi::Object exports) {
  exports.Set("openNetns", Napi::Function::New<openNetns>(env, "openNetns"));
  exports.Set("createNetns", Napi::Function::New<createNetns>(env, "createNetns"));
  exports.Set("nameNetns", Napi::Function::New<nameNetns>(env, "nameNetns"));
  exports.Set("deleteNetns", Napi::Function::New<deleteNetns>(env, "deleteNetns"));
}

} // namespace binding
