#pragma once

#include "arguments.h"
#include "connection.h"

namespace binding {

/** `transact` of types/native.d.ts. */
class TransactJob final : public Job {
public:
  TransactJob(const Napi::CallbackInfo &info, RefPtr<Connection> connection);

  void run(netlink::ThreadNetns &thread) override;
  void refuse(int error) override { error_ = error; }
  void settle(Napi::Env env) override;

private:
  const RefPtr<Connection> connection_;
  const Bytes bytes_;
  const uint32_t length_;
  const uint32_t answers_;
  int error_ = 0;
  std::vector<uint8_t> replies_;
};

} // namespace binding
