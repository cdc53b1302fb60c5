#include "arguments.h"
#include "descriptor_object.h"
#include "functions.h"
#include "values.h"

#include "../core/endpoint.h"

namespace binding {

namespace {

class OpenSocketJob final : public Job {
public:
  OpenSocketJob(Napi::Function done, RefPtr<SharedDescriptor> netns, netlink::Endpoint endpoint)
      : Job(done), netns_(std::move(netns)), endpoint_(std::move(endpoint)) {}

  void run(netlink::ThreadNetns &thread) override {
    const int refused = netns_ ? thread.enter(netns_->get()) : -EBADF;
    if (refused != 0) {
      step_ = {refused, "setns"};
      return;
    }
    step_ = netlink::openEndpoint(endpoint_, opened_);
    thread.leave();
  }
  void refuse(int error) override { step_ = {error, "thread"}; }
  void settle(Napi::Env env) override {
    // The caller owns it once it has its number.
    if (reply(env, {number(env, step_.error), text(env, step_.call), number(env, opened_.get())}))
      opened_.release();
  }

private:
  const RefPtr<SharedDescriptor> netns_;
  const netlink::Endpoint endpoint_;
  netlink::Step step_;
  netlink::Descriptor opened_;
};

Napi::Object objectOf(const Napi::Value value, const char *name) {
  if (!value.IsObject())
    throw Napi::TypeError::New(value.Env(), std::string(name) + " must be an object");
  return value.As<Napi::Object>();
}

/** One of two words. */
bool isFirst(const Napi::Object &options, const char *key, const char *first, const char *second) {
  const Napi::Value value = options.Get(key);
  const std::string word = value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
  if (word != first && word != second)
    throw Napi::TypeError::New(options.Env(), std::string(key) + " must be '" + first + "' or '" + second + "'");
  return word == first;
}

bool flag(const Napi::Object &binding, const char *key) {
  const Napi::Value value = binding.Get(key);
  if (!value.IsBoolean())
    throw Napi::TypeError::New(binding.Env(), std::string("bind.") + key + " must be a boolean");
  return value.As<Napi::Boolean>().Value();
}

std::string word(const Napi::Value value, const char *name) {
  if (!value.IsString())
    throw Napi::TypeError::New(value.Env(), std::string(name) + " must be a string");
  return value.As<Napi::String>().Utf8Value();
}

netlink::Binding readBinding(const Napi::Object &binding) {
  return {
      .address = word(binding.Get("address"), "bind.address"),
      .port = static_cast<uint16_t>(countOf(binding.Get("port"), "bind.port", UINT16_MAX)),
      .ipv6Only = flag(binding, "ipv6Only"),
      .reuseAddress = flag(binding, "reuseAddress"),
      .reusePort = flag(binding, "reusePort"),
  };
}

netlink::Endpoint endpointAt(const Napi::CallbackInfo &info, size_t index) {
  const Napi::Object options = objectOf(info[index], "options");
  const uint32_t family = countOf(options.Get("family"), "family");
  if (family != 4 && family != 6)
    throw Napi::RangeError::New(info.Env(), "family must be 4 or 6");
  netlink::Endpoint endpoint;
  endpoint.ipv6 = family == 6;
  endpoint.stream = isFirst(options, "type", "stream", "datagram");
  if (const Napi::Value binding = options.Get("bind"); !binding.IsUndefined())
    endpoint.binding = readBinding(objectOf(binding, "bind"));
  if (const Napi::Value backlog = options.Get("backlog"); !backlog.IsUndefined())
    endpoint.backlog = static_cast<int>(countOf(backlog, "backlog", INT32_MAX));
  if (const Napi::Value peer = options.Get("peer"); !peer.IsUndefined())
    endpoint.peer = word(peer, "peer");
  return endpoint;
}

void openSocket(const Napi::CallbackInfo &info) {
  RefPtr<SharedDescriptor> netns = DescriptorObject::at(info, 0, "netns");
  netlink::Endpoint endpoint = endpointAt(info, 1);
  auto job = std::make_unique<OpenSocketJob>(functionAt(info, 2, "done"), std::move(netns), std::move(endpoint));
  Environment::of(info.Env()).submit(makeRef<Strand>(), std::move(job));
}

} // namespace

void defineOpenSocket(Napi::Env env, Napi::Object exports) {
  exports.Set("openSocket", Napi::Function::New<openSocket>(env, "openSocket"));
}

} // namespace binding
