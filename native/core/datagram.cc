#include "datagram.h"

namespace netlink {

namespace {

// The receive buffer that a reply consumes (skb->truesize): an NLMSG_ERROR with extack, and an object. The kernel
// counts 832 for a bare NLMSG_ERROR; 256 of them fill the default buffer.
constexpr size_t kErrorReplyBytes = 1280;
constexpr size_t kObjectReplyBytes = 16 << 10;
constexpr size_t kMaxRequests = 4096;

} // namespace

size_t Datagram::answerSize(const Message &message) const {
  const bool object =
      protocol_.answersObject(message.header.nlmsg_type) || (message.header.nlmsg_flags & NLM_F_ECHO) != 0;
  return object ? kObjectReplyBytes : kErrorReplyBytes;
}

bool Datagram::fits(const Message &message, const Budget &budget) const {
  if (empty())
    return true;
  return message.at == align4(end_) && message.end() - begin_ <= budget.bytes &&
         answers_ + answerSize(message) <= budget.answers && pending_.size() < kMaxRequests;
}

void Datagram::add(const Message &message, NameEffect effect) {
  if (empty())
    begin_ = message.at;
  end_ = message.end();
  last_ = message.at;
  answers_ += answerSize(message);
  changesNames_ = changesNames_ || effect != NameEffect::kNone;
  pending_.push_back({message.header.nlmsg_seq, false});
}

void Datagram::clear() {
  pending_.clear();
  answers_ = 0;
  changesNames_ = false;
}

} // namespace netlink
