#include "collector.h"

namespace netlink {

void Collector::take(std::span<const uint8_t> datagram) {
  Messages messages(datagram);
  Message message;
  while (messages.next(message)) {
    if (message.header.nlmsg_pid != port_)
      continue;
    PendingRequest *request = find(message.header.nlmsg_seq);
    if (request == nullptr)
      continue;
    const uint16_t type = message.header.nlmsg_type;
    if (type == NLMSG_ERROR || type == NLMSG_DONE) {
      takeAck(message, *request);
    } else if (type >= NLMSG_MIN_TYPE) {
      // NLM_F_MULTI: more parts follow; only NLMSG_DONE completes the request.
      if ((message.header.nlmsg_flags & NLM_F_MULTI) == 0)
        request->answered = true;
      keep(message);
    }
  }
}

void Collector::takeAck(const Message &message, PendingRequest &request) {
  request.answered = true;
  const int error = message.errorCode();
  if (error < 0)
    refused_ = true;
  if (message.header.nlmsg_type == NLMSG_ERROR && &request == &pending_.back())
    closed_ = true;
  if (error != 0 || (message.header.nlmsg_flags & NLM_F_ACK_TLVS) != 0)
    keep(message);
}

/** Replies nearly always arrive in the order of the requests, so the search starts at the last match. */
PendingRequest *Collector::find(uint32_t sequence) {
  for (size_t i = 0; i < pending_.size(); i++) {
    const size_t at = lastMatch_ + i < pending_.size() ? lastMatch_ + i : lastMatch_ + i - pending_.size();
    if (pending_[at].sequence == sequence) {
      lastMatch_ = at;
      return &pending_[at];
    }
  }
  return nullptr;
}

void Collector::keep(const Message &message) {
  const uint8_t *begin = message.payload.data() - sizeof message.header;
  replies_.insert(replies_.end(), begin, begin + message.header.nlmsg_len);
  replies_.resize(align4(replies_.size()));
}

} // namespace netlink
