#pragma once

#include "environment.h"

#include "../core/listener.h"
#include "../core/protocol.h"
#include "../core/socket.h"

namespace binding {

/** A request socket with its strand, its namespace, and idle sockets for its dumps. */
class Connection final : public RefCounted {
public:
  Connection(netlink::Protocol protocol, RefPtr<SharedDescriptor> netns)
      : protocol_(std::move(protocol)), netns_(std::move(netns)) {}

  const RefPtr<Strand> &strand() const { return strand_; }
  const netlink::Protocol &protocol() const { return protocol_; }

  // Called by jobs of the strand.
  int open(netlink::ThreadNetns &thread);
  /** Records why opening could not be tried. */
  void fail(int error) { openError_ = error; }
  /** Why it cannot be used: opening failed, or it was closed. */
  int error() const { return closed_ ? -EBADF : openError(); }
  void close();
  netlink::Socket &socket() { return socket_; }
  /** Publishes the buffer sizes to other threads. */
  void publish();

  // Called by jobs of any strand.
  int openError() const { return openError_; }
  /** A socket in the same namespace: an idle one, or a new one. The caller has kept `netns` since before a close. */
  int openAnother(netlink::ThreadNetns &thread, const RefPtr<SharedDescriptor> &netns, netlink::Socket &out);
  /** Opens a listener in the same namespace. */
  int openListener(netlink::ThreadNetns &thread, const RefPtr<SharedDescriptor> &netns, bool allNsid,
                   const netlink::Subscription &subscription, netlink::Listener &out) const;
  /** Takes back an idle socket. */
  void keep(netlink::Socket socket);

  // On any thread.
  /** Empty for the namespace where the addon was loaded, and after closing. */
  RefPtr<SharedDescriptor> netns();

  // On the JavaScript thread.
  /** Whether close() was called. */
  bool closing = false;
  int sendBuffer() const { return sendBuffer_; }
  int receiveBuffer() const { return receiveBuffer_; }
  uint32_t port() const { return port_; }

private:
  int openIn(netlink::ThreadNetns &thread, const RefPtr<SharedDescriptor> &netns, netlink::Socket &out) const;

  const netlink::Protocol protocol_;
  const RefPtr<Strand> strand_ = makeRef<Strand>();
  netlink::Socket socket_;
  std::atomic<int> openError_{0};
  std::atomic<int> sendBuffer_{0};
  std::atomic<int> receiveBuffer_{0};
  std::atomic<uint32_t> port_{0};
  // Guards what follows; only jobs of the strand change `closed_`.
  std::mutex mutex_;
  RefPtr<SharedDescriptor> netns_;
  std::vector<netlink::Socket> idle_;
  bool closed_ = false;
};

} // namespace binding
