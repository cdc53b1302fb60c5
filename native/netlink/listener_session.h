#pragma once

#include "arguments.h"
#include "connection.h"

namespace binding {

/** One read of a listener. */
class ReadJob final : public Job {
public:
  ReadJob(const Napi::CallbackInfo &info);

  void receive(netlink::Listener &listener, const std::atomic<bool> &halted);

  bool keepsAlive() const override { return false; }
  void run(netlink::ThreadNetns &) override {}
  void refuse(int error) override { received_ = {error, false, false}; }
  void settle(Napi::Env env) override;

  bool flushed = false;

private:
  const Bytes into_;
  const bool discard_;
  netlink::Received received_{};
};

/** A listener that JavaScript reads. */
class ListenerSession final : public RefCounted {
public:
  ListenerSession(RefPtr<Connection> connection, bool allNsid)
      : connection_(std::move(connection)), netns_(connection_->netns()), allNsid_(allNsid) {}

  const RefPtr<Connection> &connection() const { return connection_; }
  const RefPtr<Strand> &strand() const { return strand_; }
  netlink::Listener &listener() { return listener_; }

  // Called by jobs of the strand.
  int open(netlink::ThreadNetns &thread, const netlink::Subscription &subscription);
  int change(const netlink::Subscription &subscription);

  // On the JavaScript thread.
  int receiveBuffer() const { return receiveBuffer_; }
  /** Whether close() was called. */
  bool closed = false;
  /** Whether it keeps the process alive. */
  bool held = false;

  // Guarded by the mutex of the poller.
  /** 0 when the poller does not have it. */
  uint64_t id = 0;
  std::unique_ptr<ReadJob> pending;
  bool flushing = false;

private:
  const RefPtr<Connection> connection_;
  const RefPtr<Strand> strand_ = makeRef<Strand>();
  /** Kept until it is open, because the connection may be closed before that. */
  RefPtr<SharedDescriptor> netns_;
  const bool allNsid_;
  netlink::Listener listener_;
  std::atomic<int> receiveBuffer_{0};
};

} // namespace binding
