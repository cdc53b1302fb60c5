#pragma once

#include "message.h"
#include "protocol.h"

#include <vector>

namespace netlink {

/** What one datagram may hold. */
struct Budget {
  /** Bytes of requests. */
  size_t bytes;
  /** Bytes of receive buffer for the answers that they can cause. */
  size_t answers;
};

/** One request of a datagram. */
struct Asked {
  uint32_t sequence;
  bool answered;
};

/** The requests that travel together: consecutive messages of the caller's buffer. */
class Datagram {
public:
  explicit Datagram(const Protocol &protocol) : protocol_(protocol) {}

  bool empty() const { return asked_.empty(); }
  /** Whether this message may follow; into an empty datagram goes any. */
  bool fits(const Message &message, const Budget &budget) const;
  void add(const Message &message);
  void clear();

  /** Whether a name resolved before this datagram is executed may be another link's afterwards. */
  bool changesLinks() const { return changesLinks_; }

  size_t begin() const { return begin_; }
  size_t end() const { return end_; }
  /** Where its last message begins. */
  size_t last() const { return last_; }
  std::vector<Asked> &asked() { return asked_; }

private:
  size_t answerSize(const Message &message) const;

  const Protocol &protocol_;
  size_t begin_ = 0;
  size_t end_ = 0;
  size_t last_ = 0;
  size_t answers_ = 0;
  bool changesLinks_ = false;
  std::vector<Asked> asked_;
};

} // namespace netlink
