#pragma once

#include "datagram.h"

namespace netlink {

/** Matches replies to the requests of one datagram, in whatever order and grouping the kernel sends them. */
class Collector {
public:
  /** Appends objects and errors to `replies`, each aligned to four bytes. */
  Collector(std::vector<PendingRequest> &pending, uint32_t port, std::vector<uint8_t> &replies)
      : pending_(pending), port_(port), replies_(replies) {}

  /** Processes one datagram from the kernel; messages for other requests are dropped. */
  void take(std::span<const uint8_t> datagram);

  /** Whether the ack of the last request has arrived: nothing follows it. */
  bool closed() const { return closed_; }
  /** Whether any request failed. */
  bool refused() const { return refused_; }

private:
  PendingRequest *find(uint32_t sequence);
  void takeAck(const Message &message, PendingRequest &request);
  void keep(const Message &message);

  std::vector<PendingRequest> &pending_;
  const uint32_t port_;
  std::vector<uint8_t> &replies_;
  size_t lastMatch_ = 0;
  bool closed_ = false;
  bool refused_ = false;
};

} // namespace netlink
