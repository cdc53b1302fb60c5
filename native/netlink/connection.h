#pragma once

#include "environment.h"

#include "../core/protocol.h"
#include "../core/socket.h"

namespace binding {

/** A request socket with what belongs to it: the line of its work, its namespace, sockets for its dumps. */
class Connection final : public Counted {
public:
  Connection(netlink::Protocol protocol, Shared<SharedDescriptor> netns)
      : protocol_(std::move(protocol)), netns_(std::move(netns)) {}

  const Shared<Strand> &strand() const { return strand_; }
  const netlink::Protocol &protocol() const { return protocol_; }

  // By jobs of the strand.
  int open(netlink::Place &place);
  /** Where it could not even be tried. */
  void fail(int error) { openError_ = error; }
  /** Why it cannot be used: opening failed, or it was closed. */
  int error() const { return closed_ ? -EBADF : openError(); }
  void close();
  netlink::Socket &socket() { return socket_; }
  /** Tells the sizes of the buffers to other threads. */
  void publish();

  // By jobs of any strand.
  int openError() const { return openError_; }
  /** A socket in the same namespace, which the caller has held since before closing: one that is idle, or a new one. */
  int openAnother(netlink::Place &place, const Shared<SharedDescriptor> &netns, netlink::Socket &out);
  /** Takes back a socket on which nothing is under way. */
  void keep(netlink::Socket socket);

  // On any thread.
  /** None for the one where the addon was loaded, and after closing. */
  Shared<SharedDescriptor> netns();

  // On the JavaScript thread.
  /** Whether closing was asked for. */
  bool closing = false;
  int sendBuffer() const { return sendBuffer_; }
  int receiveBuffer() const { return receiveBuffer_; }
  uint32_t port() const { return port_; }

private:
  int openIn(netlink::Place &place, const Shared<SharedDescriptor> &netns, netlink::Socket &out) const;

  const netlink::Protocol protocol_;
  const Shared<Strand> strand_ = make<Strand>();
  netlink::Socket socket_;
  std::atomic<int> openError_{0};
  std::atomic<int> sendBuffer_{0};
  std::atomic<int> receiveBuffer_{0};
  std::atomic<uint32_t> port_{0};
  // Guards what follows; only jobs of the strand change `closed_`.
  std::mutex mutex_;
  Shared<SharedDescriptor> netns_;
  std::vector<netlink::Socket> idle_;
  bool closed_ = false;
};

} // namespace binding
