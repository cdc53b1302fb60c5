#pragma once

#include "datagram.h"

namespace netlink {

/** Finds the answers to the requests of one datagram, however the kernel cuts and mixes them. */
class Collector {
public:
  /** `replies` grows by the messages that say something, each at a multiple of four. */
  Collector(std::vector<Asked> &asked, uint32_t port, std::vector<uint8_t> &replies)
      : asked_(asked), port_(port), replies_(replies) {}

  /** Looks through one datagram of the kernel; what is not for these requests is dropped. */
  void take(std::span<const uint8_t> datagram);

  /** Whether the verdict on the last request is in: nothing follows it. */
  bool closed() const { return closed_; }
  /** Whether a request was refused. */
  bool refused() const { return refused_; }

private:
  Asked *find(uint32_t sequence);
  void takeVerdict(const Message &message, Asked &asked);
  void keep(const Message &message);

  std::vector<Asked> &asked_;
  const uint32_t port_;
  std::vector<uint8_t> &replies_;
  size_t near_ = 0;
  bool closed_ = false;
  bool refused_ = false;
};

} // namespace netlink
