#include "listener_session.h"

#include "values.h"

namespace binding {

namespace {
// Bits of the result of a read.
constexpr int kLost = 1;
constexpr int kDrained = 2;
constexpr int kFlushed = 4;
} // namespace

int ListenerSession::open(netlink::ThreadNetns &thread, const netlink::Subscription &subscription) {
  const RefPtr<SharedDescriptor> netns = std::exchange(netns_, {});
  int error = connection_->openError();
  if (error == 0)
    error = connection_->openListener(thread, netns, allNsid_, subscription, listener_);
  receiveBuffer_ = listener_.receiveBuffer();
  return error;
}

int ListenerSession::change(const netlink::Subscription &subscription) {
  if (listener_.descriptor() < 0)
    return -EBADF;
  const int error = listener_.change(subscription);
  receiveBuffer_ = listener_.receiveBuffer();
  return error;
}

ReadJob::ReadJob(const Napi::CallbackInfo &info)
    : Job(functionAt(info, 2, "done")), into_(info, 0, "into"), discard_(booleanAt(info, 1, "discard")) {
  if (into_.span().size() < netlink::Listener::kLargest || into_.span().size() > INT32_MAX)
    throw Napi::RangeError::New(info.Env(), "into must have more than 64 KiB, and at most 2 GiB");
}

void ReadJob::receive(netlink::Listener &listener, const std::atomic<bool> &halted) {
  received_ = listener.read(into_.span(), discard_, halted);
}

void ReadJob::settle(Napi::Env env) {
  const int flags = (received_.lost ? kLost : 0) | (received_.drained ? kDrained : 0) | (flushed ? kFlushed : 0);
  reply(env, {number(env, received_.length), number(env, flags)});
}

} // namespace binding
