#pragma once

#include "attribute.h"
#include "subject.h"

#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

namespace nft {

constexpr size_t kMessageHeader = sizeof(nlmsghdr) + sizeof(nfgenmsg);

/** One message of nftables, proven to lie inside the bytes that it was read from. */
struct Message {
  uint8_t type;
  uint16_t flags;
  uint32_t sequence;
  uint8_t family;
  Subject subject;
  Span whole;
  Span attributes;
};

/** Walks over netlink messages, passes over those of others and of netlink itself, and trusts no length. */
class Messages {
public:
  explicit Messages(Span bytes) : at_(bytes.at), left_(bytes.size) {}

  /** False at the end, and where a length is wrong: then `sound` is false too. */
  bool next(Message &out) {
    while (left_ >= sizeof(nlmsghdr)) {
      const auto header = load<nlmsghdr>(at_);
      if (header.nlmsg_len < sizeof(nlmsghdr) || header.nlmsg_len > left_)
        break;
      const Span whole{at_, header.nlmsg_len};
      const size_t step = align4(whole.size) < left_ ? align4(whole.size) : left_;
      at_ += step;
      left_ -= step;
      if (header.nlmsg_type >> 8 != NFNL_SUBSYS_NFTABLES)
        continue;
      if (whole.size < kMessageHeader) {
        sound_ = false;
        return false;
      }
      const auto type = static_cast<uint8_t>(header.nlmsg_type);
      out = {type,
             header.nlmsg_flags,
             header.nlmsg_seq,
             whole.at[sizeof(nlmsghdr)],
             subjectOf(type),
             whole,
             {whole.at + kMessageHeader, whole.size - kMessageHeader}};
      return true;
    }
    sound_ = sound_ && left_ == 0;
    return false;
  }

  bool sound() const { return sound_; }

private:
  const uint8_t *at_;
  size_t left_;
  bool sound_ = true;
};

} // namespace nft
