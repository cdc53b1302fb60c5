#include "collector.h"

namespace netlink {

void Collector::take(std::span<const uint8_t> datagram) {
  Messages messages(datagram);
  Message message;
  while (messages.next(message)) {
    if (message.header.nlmsg_pid != port_)
      continue;
    Asked *asked = find(message.header.nlmsg_seq);
    if (asked == nullptr)
      continue;
    const uint16_t type = message.header.nlmsg_type;
    if (type == NLMSG_ERROR || type == NLMSG_DONE) {
      takeVerdict(message, *asked);
    } else if (type >= NLMSG_MIN_TYPE) {
      // A part of a multipart answer promises more: only NLMSG_DONE answers the request.
      if ((message.header.nlmsg_flags & NLM_F_MULTI) == 0)
        asked->answered = true;
      keep(message);
    }
  }
}

void Collector::takeVerdict(const Message &message, Asked &asked) {
  asked.answered = true;
  const int error = message.verdict();
  if (error < 0)
    refused_ = true;
  if (message.header.nlmsg_type == NLMSG_ERROR && &asked == &asked_.back())
    closed_ = true;
  if (error != 0 || (message.header.nlmsg_flags & NLM_F_ACK_TLVS) != 0)
    keep(message);
}

/** Answers come nearly always in the order of the questions: the search begins where the last one ended. */
Asked *Collector::find(uint32_t sequence) {
  for (size_t i = 0; i < asked_.size(); i++) {
    const size_t at = near_ + i < asked_.size() ? near_ + i : near_ + i - asked_.size();
    if (asked_[at].sequence == sequence) {
      near_ = at;
      return &asked_[at];
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
