#include "ct_timeout.h"

#include "message.h"
#include "tape.h"

#include <libmnl/libmnl.h>
#include <libnftnl/object.h>
#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

/** The last attribute of that type; its payload is empty where there is none. */
Attribute find(Span bytes, uint16_t type) {
  Attributes attributes(bytes);
  Attribute next, found{};
  while (attributes.next(next))
    if (next.type == type)
      found = next;
  return found;
}

} // namespace

void writeTimeouts(nlmsghdr *message, Span pairs) {
  // libnftnl builds NFTA_OBJ_DATA last, or with the user data behind it: that goes aside while the nest grows.
  auto *bytes = reinterpret_cast<uint8_t *>(message);
  const Attribute data = find({bytes + kMessageHeader, message->nlmsg_len - kMessageHeader}, NFTA_OBJ_DATA);
  if (data.header == nullptr)
    throw Slip{"ctTimeoutArray", "requires the type of a ct timeout"};
  const uint8_t *end = bytes + message->nlmsg_len;
  const std::vector<uint8_t> tail(data.payload.at + align4(data.payload.size), end);
  message->nlmsg_len -= static_cast<uint32_t>(tail.size());

  auto *outer = reinterpret_cast<nlattr *>(const_cast<uint8_t *>(data.header));
  nlattr *nest = mnl_attr_nest_start(message, NFTA_CT_TIMEOUT_DATA);
  for (Tape each(pairs); !each.ended();) {
    const auto number = static_cast<uint16_t>(each.u32() & kTypeMask);
    mnl_attr_put_u32(message, number, htobe32(each.u32()));
  }
  mnl_attr_nest_end(message, nest);
  mnl_attr_nest_end(message, outer);
  if (!tail.empty())
    memcpy(bytes + message->nlmsg_len, tail.data(), tail.size());
  message->nlmsg_len += static_cast<uint32_t>(tail.size());
}

void recordTimeouts(Recorder &recorder, Span attributes) {
  const Attribute data = find(attributes, NFTA_OBJ_DATA);
  Attributes each(find(data.payload, NFTA_CT_TIMEOUT_DATA).payload);
  Attribute next;
  const size_t size = recorder.open();
  uint32_t pairs = 0;
  while (each.next(next)) {
    if (next.payload.size != 4 || next.type < 1 || next.type > NFTNL_CTTIMEOUT_ARRAY_MAX)
      continue;
    recorder.u32(next.type);
    recorder.u32(be32(next.payload.at));
    ++pairs;
  }
  recorder.patch(size, 8 * pairs);
}

} // namespace nft
