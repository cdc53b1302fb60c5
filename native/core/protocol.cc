#include "protocol.h"

namespace netlink {

namespace {

/** Whether a request has one of these attributes; true if that is uncertain. */
bool hasOneOf(const std::vector<uint16_t> &types, std::span<const uint8_t> attributes) {
  for (size_t at = 0; at < attributes.size();) {
    nlattr attribute;
    if (attributes.size() - at < sizeof attribute)
      return true;
    memcpy(&attribute, attributes.data() + at, sizeof attribute);
    if (attribute.nla_len < sizeof attribute ||
        std::ranges::find(types, attribute.nla_type & NLA_TYPE_MASK) != types.end())
      return true;
    at += align4(attribute.nla_len);
  }
  return false;
}

} // namespace

NameEffect Protocol::nameEffect(const Message &request) const {
  const auto &[type, headerSize, moves] = linkSettings;
  const nlmsghdr &header = request.header;
  if (!changesLink(header.nlmsg_type))
    return NameEffect::kNone;
  const bool creates = (header.nlmsg_flags & NLM_F_CREATE) != 0;
  // With NLM_F_EXCL, or for alternative names NLM_F_APPEND, the kernel changes no link that exists.
  if (creates && (header.nlmsg_flags & (NLM_F_EXCL | NLM_F_APPEND)) != 0)
    return NameEffect::kAdds;
  const bool sets = !creates && header.nlmsg_type == type && !moves.empty() && request.payload.size() >= headerSize;
  return sets && !hasOneOf(moves, request.payload.subspan(headerSize)) ? NameEffect::kNone : NameEffect::kMoves;
}

} // namespace netlink
