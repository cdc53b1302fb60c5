#include "ct_timeout.h"

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

void writeTimeouts(const Call &call, nlmsghdr *message, napi_value seconds) {
  bool is;
  uint32_t length;
  call.check(napi_is_array(call.env(), seconds, &is));
  if (!is)
    throw Slip{"ctTimeoutArray", "is not an array"};
  call.check(napi_get_array_length(call.env(), seconds, &length));
  if (length > NFTNL_CTTIMEOUT_ARRAY_MAX)
    throw Slip{"ctTimeoutArray", "has more than 11 numbers", true};

  // NFTA_OBJ_DATA goes to the end of the message: libnftnl builds it last, or only the user data stands behind it.
  auto *bytes = reinterpret_cast<uint8_t *>(message);
  const Attribute data = find({bytes + 20, message->nlmsg_len - 20}, NFTA_OBJ_DATA);
  if (data.header == nullptr)
    throw Slip{"ctTimeoutArray", "is there without the type of a ct timeout"};
  const uint8_t *end = bytes + message->nlmsg_len;
  const std::vector<uint8_t> tail(data.payload.at + align4(data.payload.size), end);
  message->nlmsg_len -= tail.size();

  auto *outer = reinterpret_cast<nlattr *>(const_cast<uint8_t *>(data.header));
  nlattr *nest = mnl_attr_nest_start(message, NFTA_CT_TIMEOUT_DATA);
  for (uint32_t i = 0; i < length; ++i) {
    napi_value one;
    call.check(napi_get_element(call.env(), seconds, i, &one));
    if (!call.absent(one))
      mnl_attr_put_u32(message, i + 1, __builtin_bswap32(call.u32(one)));
  }
  mnl_attr_nest_end(message, nest);
  mnl_attr_nest_end(message, outer);
  memcpy(bytes + message->nlmsg_len, tail.data(), tail.size());
  message->nlmsg_len += tail.size();
}

napi_value readTimeouts(const Call &call, Span attributes) {
  const Attribute data = find(attributes, NFTA_OBJ_DATA);
  const Attribute timeouts = find(data.payload, NFTA_CT_TIMEOUT_DATA);
  if (timeouts.header == nullptr)
    return nullptr;
  const napi_value list = call.array(0);
  Attributes each(timeouts.payload);
  Attribute next;
  while (each.next(next))
    if (next.payload.size == 4 && next.type >= 1 && next.type <= NFTNL_CTTIMEOUT_ARRAY_MAX)
      call.check(napi_set_element(call.env(), list, next.type - 1, call.number(be32(next.payload.at))));
  return list;
}

} // namespace nft
