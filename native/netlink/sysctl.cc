#include "arguments.h"
#include "descriptor_object.h"
#include "functions.h"
#include "values.h"

#include "../core/sysctl.h"

#include <optional>
#include <vector>

namespace binding {

namespace {

struct SysctlRequest {
  bool home = true;
  RefPtr<SharedDescriptor> netns;
  std::string path;
  std::optional<std::string> value;
};

class SysctlJob final : public Job {
public:
  SysctlJob(Napi::Function done, SysctlRequest request) : Job(done), request_(std::move(request)) {}

  void run(netlink::ThreadNetns &thread) override {
    const int refused = request_.home ? 0 : request_.netns ? thread.enter(request_.netns->get()) : -EBADF;
    if (refused != 0) {
      step_ = {refused, "setns"};
      return;
    }
    step_ = request_.value ? netlink::writeSysctl(request_.path, *request_.value)
                           : netlink::readSysctl(request_.path, found_);
    thread.leave();
  }
  void refuse(int error) override { step_ = {error, "thread"}; }
  void settle(Napi::Env env) override {
    reply(env, {number(env, step_.error), text(env, step_.call), text(env, found_)});
  }

private:
  const SysctlRequest request_;
  netlink::Step step_;
  std::string found_;
};

/** Several written in one stay inside. */
class SysctlsJob final : public Job {
public:
  SysctlsJob(Napi::Function done, RefPtr<SharedDescriptor> netns, std::vector<std::string> paths,
             std::vector<std::string> values)
      : Job(done), netns_(std::move(netns)), paths_(std::move(paths)), values_(std::move(values)),
        errors_(paths_.size()) {}

  void run(netlink::ThreadNetns &thread) override {
    if (const int error = netns_ ? thread.enter(netns_->get()) : -EBADF; error != 0)
      return refuse(error);
    for (size_t i = 0; i < paths_.size(); i++)
      errors_[i] = netlink::writeSysctl(paths_[i], values_[i]).error;
    thread.leave();
  }
  void refuse(int error) override { errors_.assign(errors_.size(), error); }
  void settle(Napi::Env env) override { reply(env, {int32Array(env, errors_)}); }

private:
  const RefPtr<SharedDescriptor> netns_;
  const std::vector<std::string> paths_;
  const std::vector<std::string> values_;
  std::vector<int32_t> errors_;
};

void sysctls(const Napi::CallbackInfo &info) {
  auto netns = DescriptorObject::at(info, 0, "netns");
  auto paths = textsAt(info, 1, "paths");
  auto values = textsAt(info, 2, "values");
  if (paths.size() != values.size())
    throw Napi::TypeError::New(info.Env(), "values must have as many items as paths");
  auto job =
      std::make_unique<SysctlsJob>(functionAt(info, 3, "done"), std::move(netns), std::move(paths), std::move(values));
  Environment::of(info.Env()).submit(makeRef<Strand>(), std::move(job));
}

void sysctl(const Napi::CallbackInfo &info) {
  SysctlRequest request;
  request.home = absentAt(info, 0);
  if (!request.home)
    request.netns = DescriptorObject::at(info, 0, "netns");
  request.path = textAt(info, 1, "path");
  if (!absentAt(info, 2))
    request.value = textAt(info, 2, "value");
  auto job = std::make_unique<SysctlJob>(functionAt(info, 3, "done"), std::move(request));
  Environment::of(info.Env()).submit(makeRef<Strand>(), std::move(job));
}

} // namespace

void defineSysctl(Napi::Env env, Napi::Object exports) {
  exports.Set("sysctl", Napi::Function::New<sysctl>(env, "sysctl"));
  exports.Set("sysctls", Napi::Function::New<sysctls>(env, "sysctls"));
}

} // namespace binding
