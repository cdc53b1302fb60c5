#pragma once

#include "call.h"
#include "message.h"
#include "reader.h"
#include "scrubber.h"

#include <vector>

namespace nft {

/** A message could not be read; the sentence says why. */
struct Unreadable {
  const char *reason;
};

/** Messages into plain objects. */
class MessageReader {
public:
  explicit MessageReader(Call &call) : call_(call), reader_(call) {}

  /** `{ type, flags, sequence, object }`; the message is not one of elements. */
  napi_value read(const Message &message);

  /** The expressions below an attribute that holds one (NFTA_*_EXPR) or a list of them; those not known as they came.
   */
  napi_value expressions(Span bytes, bool list);

private:
  napi_value object(const Message &message);
  napi_value generation(const Message &message);
  void rule(const Message &message, const nlmsghdr *scrubbed, bool hidden, napi_value into);
  void statefulObject(const Message &message, const nlmsghdr *scrubbed, napi_value into);
  napi_value expression(Span bytes);
  napi_value expressionList(nftnl_rule *rule);
  napi_value rest(const Message &message, const std::vector<uint16_t> &types);

  Call &call_;
  Reader reader_;
  /** A copy of the message, made safe for libnftnl. */
  std::vector<uint8_t> scratch_;
};

} // namespace nft
