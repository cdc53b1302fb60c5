#include "datagram.h"

namespace netlink {

namespace {

// What an answer costs of the receive buffer (skb->truesize): an NLMSG_ERROR with an extended ack, and an object. The
// kernel counts 832 for the bare NLMSG_ERROR; 256 of them fill the default buffer.
constexpr size_t kVerdictCost = 1280;
constexpr size_t kObjectCost = 16 << 10;
constexpr size_t kMostRequests = 4096;

} // namespace

size_t Datagram::answerSize(const Message &message) const {
  const bool object =
      protocol_.answersObject(message.header.nlmsg_type) || (message.header.nlmsg_flags & NLM_F_ECHO) != 0;
  return object ? kObjectCost : kVerdictCost;
}

bool Datagram::fits(const Message &message, const Budget &budget) const {
  if (empty())
    return true;
  return message.at == align4(end_) && message.end() - begin_ <= budget.bytes &&
         answers_ + answerSize(message) <= budget.answers && asked_.size() < kMostRequests;
}

void Datagram::add(const Message &message) {
  if (empty())
    begin_ = message.at;
  end_ = message.end();
  last_ = message.at;
  answers_ += answerSize(message);
  changesLinks_ = changesLinks_ || protocol_.changesLink(message.header.nlmsg_type);
  asked_.push_back({message.header.nlmsg_seq, false});
}

void Datagram::clear() {
  asked_.clear();
  answers_ = 0;
  changesLinks_ = false;
}

} // namespace netlink
