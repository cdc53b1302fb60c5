#pragma once

#include "arguments.h"
#include "connection.h"

#include "../core/exchange.h"

namespace binding {

/** `exchange` of types/native.d.ts. */
class ExchangeJob final : public Job {
public:
  ExchangeJob(const Napi::CallbackInfo &info, RefPtr<Connection> connection);

  void run(netlink::ThreadNetns &thread) override;
  void refuse(int error) override;
  void settle(Napi::Env env) override;

private:
  netlink::Requests requests() const;

  const RefPtr<Connection> connection_;
  const std::atomic<bool> &halted_;
  const Bytes bytes_;
  const uint32_t length_;
  const std::vector<netlink::Fixup> fixups_;
  const std::vector<std::string> names_;
  const netlink::Stop stop_;
  netlink::Outcome outcome_;
};

} // namespace binding
