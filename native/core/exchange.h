#pragma once

#include "channel.h"
#include "datagram.h"
#include "fixup.h"
#include "name_cache.h"

#include <atomic>

namespace netlink {

/** When an exchange ends after a failure: never, after the datagram with the failure, or at once, with one message per
 * datagram. */
enum class Stop : uint8_t { kNever, kDatagram, kMessage };

/** The requests of one exchange. The bytes are modified: flags and link indexes. */
struct Requests {
  std::span<uint8_t> bytes;
  std::span<const Fixup> fixups;
  std::span<const std::string> names;
  Stop stop = Stop::kNever;

  /**
   * Why they are invalid, or null: messages must be contiguous with increasing sequence numbers, fixups in order
   * and each within a message.
   */
  const char *slip() const;
};

/** The result of an exchange. */
struct Outcome {
  std::vector<uint8_t> replies;
  /** Triples of sequence number, negative errno, and the name that did not resolve or -1. */
  std::vector<int32_t> faults;
  /** How many requests, from the first, have a result. */
  uint32_t tried = 0;
};

/** Sends requests in as few datagrams as the kernel allows, in order, and collects the replies. */
class Exchange {
public:
  /** `halted` ends it between two datagrams. */
  Exchange(Channel &channel, const Protocol &protocol, const Requests &requests, const std::atomic<bool> &halted);

  Outcome run();

  /** The result of requests that were never sent. */
  static Outcome refused(const Requests &requests, int error);

private:
  void take(const Message &message);
  int resolve(const Message &message, uint32_t &name);
  bool roomFor(const Message &message);
  void add(const Message &message);
  void flush();
  void collect();
  void fault(uint32_t sequence, int error, int32_t name);
  void faultUnanswered(int error);
  void setAck(size_t at, bool on);

  Channel &channel_;
  const Protocol &protocol_;
  const Requests requests_;
  const std::atomic<bool> &halted_;
  NameCache names_;
  Datagram datagram_;
  Outcome outcome_;
  size_t nextFixup_ = 0;
  bool over_ = false;
};

} // namespace netlink
