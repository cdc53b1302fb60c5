#pragma once

#include "message.h"
#include "protocol.h"

#include <vector>

namespace netlink {

/** The limits of one datagram. */
struct Budget {
  /** Bytes of requests. */
  size_t bytes;
  /** Bytes of receive buffer for their replies. */
  size_t answers;
};

/** One request of a datagram. */
struct PendingRequest {
  uint32_t sequence;
  bool answered;
};

/** Requests that are sent together: consecutive messages of the caller's buffer. */
class Datagram {
public:
  explicit Datagram(const Protocol &protocol) : protocol_(protocol) {}

  bool empty() const { return pending_.empty(); }
  /** Whether this message can be added; always true for an empty datagram. */
  bool fits(const Message &message, const Budget &budget) const;
  void add(const Message &message, NameEffect effect);
  void clear();

  /** Whether executing this datagram can change which link a name refers to. */
  bool changesNames() const { return changesNames_; }

  size_t begin() const { return begin_; }
  size_t end() const { return end_; }
  /** The offset of its last message. */
  size_t last() const { return last_; }
  std::vector<PendingRequest> &pending() { return pending_; }

private:
  size_t answerSize(const Message &message) const;

  const Protocol &protocol_;
  size_t begin_ = 0;
  size_t end_ = 0;
  size_t last_ = 0;
  size_t answers_ = 0;
  bool changesNames_ = false;
  std::vector<PendingRequest> pending_;
};

} // namespace netlink
