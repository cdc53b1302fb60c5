#include "arguments.h"
#include "descriptor_object.h"
#include "functions.h"
#include "values.h"

#include "../core/sysctl.h"

#include <optional>

namespace binding {

namespace {

struct Asked {
  bool home = true;
  Shared<SharedDescriptor> netns;
  std::string path;
  std::optional<std::string> value;
};

class SysctlJob final : public Job {
public:
  SysctlJob(Napi::Function done, Asked asked) : Job(done), asked_(std::move(asked)) {}

  void run(netlink::Place &place) override {
    const int refused = asked_.home ? 0 : asked_.netns ? place.enter(asked_.netns->get()) : -EBADF;
    if (refused != 0) {
      step_ = {refused, "setns"};
      return;
    }
    step_ = asked_.value ? netlink::writeSysctl(asked_.path, *asked_.value) : netlink::readSysctl(asked_.path, found_);
    place.leave();
  }
  void refuse(int error) override { step_ = {error, "thread"}; }
  void settle(Napi::Env env) override {
    reply(env, {number(env, step_.error), text(env, step_.call), text(env, found_)});
  }

private:
  const Asked asked_;
  netlink::Step step_;
  std::string found_;
};

void sysctl(const Napi::CallbackInfo &info) {
  Asked asked;
  asked.home = absentAt(info, 0);
  if (!asked.home)
    asked.netns = DescriptorObject::at(info, 0, "netns");
  asked.path = textAt(info, 1, "path");
  if (!absentAt(info, 2))
    asked.value = textAt(info, 2, "value");
  auto job = std::make_unique<SysctlJob>(functionAt(info, 3, "done"), std::move(asked));
  Environment::of(info.Env()).submit(make<Strand>(), std::move(job));
}

} // namespace

void defineSysctl(Napi::Env env, Napi::Object exports) {
  exports.Set("sysctl", Napi::Function::New<sysctl>(env, "sysctl"));
}

} // namespace binding
