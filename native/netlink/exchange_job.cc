#include "exchange_job.h"

#include "values.h"

namespace binding {

ExchangeJob::ExchangeJob(const Napi::CallbackInfo &info, RefPtr<Connection> connection)
    : Job(functionAt(info, 5, "done")), connection_(std::move(connection)),
      halted_(Environment::of(info.Env()).pool().stopping()), bytes_(info, 0, "requests"),
      length_(countAt(info, 1, "length")), fixups_(fixupsAt(info, 2)), names_(textsAt(info, 3, "names")),
      stop_(static_cast<netlink::Stop>(countAt(info, 4, "stop", static_cast<uint32_t>(netlink::Stop::kMessage)))) {
  const char *slip = length_ > bytes_.span().size() ? "length exceeds the buffer" : requests().slip();
  if (slip != nullptr)
    throw Napi::RangeError::New(info.Env(), std::string("requests: ") + slip);
}

netlink::Requests ExchangeJob::requests() const { return {bytes_.span().first(length_), fixups_, names_, stop_}; }

void ExchangeJob::run(netlink::ThreadNetns &) {
  const int error = connection_->error();
  if (error != 0)
    return refuse(error);
  outcome_ = netlink::Exchange(connection_->socket(), connection_->protocol(), requests(), halted_).run();
  connection_->publish();
}

void ExchangeJob::refuse(int error) { outcome_ = netlink::Exchange::refused(requests(), error); }

void ExchangeJob::settle(Napi::Env env) {
  napi_value result;
  if (napi_create_object(env, &result) != napi_ok)
    return;
  napi_set_named_property(env, result, "replies", arrayBuffer(env, outcome_.replies));
  napi_set_named_property(env, result, "faults", int32Array(env, outcome_.faults));
  napi_set_named_property(env, result, "tried", number(env, outcome_.tried));
  reply(env, {result});
}

} // namespace binding
