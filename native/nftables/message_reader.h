#pragma once

#include "byte_map.h"
#include "message.h"
#include "reader.h"
#include "scrubber.h"

#include <vector>

namespace nft {

/** A message could not be read; the sentence says why. */
struct Unreadable {
  const char *reason;
};

/** Messages onto a tape. The bytes that they lie in stay where they are as long as it is used. */
class MessageReader {
public:
  /** Type, flags, sequence, and what types/nftables.d.ts says of the object; the message is not one of elements. */
  void read(const Message &message);

  /**
   * The expressions below an attribute that holds one (NFTA_*_EXPR) or a list of them, those not known as they came: a
   * count, and for each a number below ByteMap::kSlots, with kNew when its definition follows.
   */
  void expressions(Span bytes, bool list);

  Recorder &recorder() { return recorder_; }

private:
  static constexpr uint32_t kNew = 1U << 31;

  void object(const Message &message);
  void generation(const Message &message);
  void rule(const Message &message, const nlmsghdr *scrubbed);
  void statefulObject(const Message &message, const nlmsghdr *scrubbed);
  void expression(Span bytes);
  void definition(Span bytes);
  void rest(const Message &message, const std::vector<uint16_t> &types);

  Recorder recorder_;
  Reader reader_{recorder_};
  /** A copy of the message, made safe for libnftnl; and a rule around one expression. */
  std::vector<uint8_t> scratch_;
  std::vector<uint8_t> rule_;
  /** Equal expressions become one object. */
  ByteMap seen_;
};

} // namespace nft
