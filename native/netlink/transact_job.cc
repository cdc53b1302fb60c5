#include "transact_job.h"

#include "values.h"

#include "../core/transaction.h"

namespace binding {

TransactJob::TransactJob(const Napi::CallbackInfo &info, RefPtr<Connection> connection)
    : Job(functionAt(info, 3, "done")), connection_(std::move(connection)), bytes_(info, 0, "batch"),
      length_(countAt(info, 1, "length")), answers_(countAt(info, 2, "replies")) {
  if (length_ > bytes_.span().size())
    throw Napi::RangeError::New(info.Env(), "length exceeds the batch");
}

void TransactJob::run(netlink::ThreadNetns &) {
  error_ = connection_->error();
  if (error_ != 0)
    return;
  error_ = netlink::transact(connection_->socket(), bytes_.span().first(length_), answers_, replies_);
  connection_->publish();
}

void TransactJob::settle(Napi::Env env) { reply(env, {number(env, error_), arrayBuffer(env, replies_)}); }

} // namespace binding
