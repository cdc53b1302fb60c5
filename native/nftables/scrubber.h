#pragma once

#include "attribute.h"
#include "policy.h"

#include <vector>

namespace nft {

/** How bytes compare with their policy. */
enum class Fit : uint8_t {
  /** libnftnl may see them as they are. */
  clean,
  /** What did not fit was hidden from libnftnl. */
  scrubbed,
  /** They cannot be read at all, or what makes sense of them is missing. */
  broken,
};

/**
 * Makes a copy of a message safe for libnftnl, which exits the process on an attribute of the wrong size, indexes
 * arrays by types that it does not check everywhere, and copies strings up to a zero that may not be there. What does
 * not fit its policy gets a type that libnftnl skips.
 */
class Scrubber {
public:
  /** `message` lies in bytes that may be written. */
  explicit Scrubber(uint8_t *message) : message_(message) {}

  /** The attributes of a message, which begin `offset` bytes behind its start. */
  Fit message(size_t offset, size_t size, const Policy &policy);

  /** One expression: the payload of an attribute that holds NFTA_EXPR_NAME and NFTA_EXPR_DATA. */
  Fit expression(Span bytes);

  /** Types of the message's own attributes in which something was hidden. */
  const std::vector<uint16_t> &hidden() const { return hidden_; }

private:
  Fit attribute(const Attribute &attribute, const Entry &entry);
  Fit nest(Span bytes, const Policy &policy);
  Fit list(Span bytes, const Entry &entry);
  Fit names(Span bytes, size_t limit);
  Fit value(Span bytes, bool verdicts);
  Fit verdict(Span bytes);
  Fit expressions(Span bytes);
  Fit objectData(Span bytes);
  void hide(const Attribute &attribute);

  uint8_t *message_;
  std::vector<uint16_t> hidden_;
  const Policy *object_ = nullptr;
  int depth_ = 0;
};

} // namespace nft
