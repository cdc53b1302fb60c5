#include "scrubber.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

// Attributes hold attributes: as deep as policies go, and expressions as deep as kDepth.
// NOLINTBEGIN(misc-no-recursion)

namespace nft {
namespace {

/** Above every NFTA_*_MAX: mnl_attr_type_valid() refuses it, and libnftnl continues with the next attribute. */
constexpr uint16_t kHidden = kTypeMask;

/** A dynset holds expressions, and so on; the kernel allows one level. */
constexpr int kDepth = 4;

Fit clean(bool condition) { return condition ? Fit::clean : Fit::broken; }

bool text(Span bytes, size_t limit) {
  const void *end = bytes.size == 0 ? nullptr : memchr(bytes.at, 0, bytes.size);
  return end == bytes.at + bytes.size - 1 && bytes.size - 1 <= limit;
}

} // namespace

void Scrubber::hide(const Attribute &attribute) {
  // The header lies in the bytes of message_, which may be written.
  store<uint16_t>(const_cast<uint8_t *>(attribute.header) + 2, kHidden);
}

Fit Scrubber::message(size_t offset, size_t size, const Policy &policy) {
  Attributes attributes({message_ + offset, size - offset});
  Attribute next;
  while (attributes.next(next)) {
    if (next.type == NFTA_OBJ_TYPE && policy.of(NFTA_OBJ_DATA).shape == Shape::objectData && next.payload.size == 4)
      object_ = objectPolicy(be32(next.payload.at));
  }
  if (!attributes.sound())
    return Fit::broken;
  for (Attributes again({message_ + offset, size - offset}); again.next(next);) {
    if (attribute(next, policy.of(next.type)) != Fit::clean)
      hidden_.push_back(next.type);
  }
  return hidden_.empty() ? Fit::clean : Fit::scrubbed;
}

Fit Scrubber::attribute(const Attribute &attribute, const Entry &entry) {
  const Span bytes = attribute.payload;
  Fit fit = Fit::broken;
  switch (entry.shape) {
  case Shape::skip:
    hide(attribute);
    return Fit::clean;
  case Shape::u8:
    fit = clean(bytes.size == 1);
    break;
  case Shape::u16:
    fit = clean(bytes.size == 2);
    break;
  case Shape::u32:
    fit = clean(bytes.size == 4);
    break;
  case Shape::u64:
    fit = clean(bytes.size == 8);
    break;
  case Shape::fixed:
    fit = clean(bytes.size == entry.limit);
    break;
  case Shape::string:
    fit = clean(text(bytes, entry.limit));
    break;
  case Shape::bytes:
    fit = clean(bytes.size <= entry.limit);
    break;
  case Shape::nest:
    fit = nest(bytes, *entry.inside);
    break;
  case Shape::list:
    fit = list(bytes, entry);
    break;
  case Shape::names:
    fit = names(bytes, entry.limit);
    break;
  case Shape::value:
    fit = value(bytes, false);
    break;
  case Shape::data:
    fit = value(bytes, true);
    break;
  case Shape::expression:
    fit = clean(expression(bytes) == Fit::clean);
    break;
  case Shape::expressions:
    fit = expressions(bytes);
    break;
  case Shape::objectData:
    fit = objectData(bytes);
    break;
  case Shape::unknown:
    break;
  }
  if (fit == Fit::broken)
    hide(attribute);
  return fit;
}

Fit Scrubber::nest(Span bytes, const Policy &policy) {
  Attributes attributes(bytes);
  Attribute next;
  Fit fit = Fit::clean;
  while (attributes.next(next))
    if (attribute(next, policy.of(next.type)) != Fit::clean)
      fit = Fit::scrubbed;
  return attributes.sound() ? fit : Fit::broken;
}

Fit Scrubber::list(Span bytes, const Entry &entry) {
  Attributes attributes(bytes);
  Attribute next;
  size_t count = 0;
  Fit fit = Fit::clean;
  while (attributes.next(next)) {
    if (next.type != NFTA_LIST_ELEM || ++count > entry.limit)
      return Fit::broken;
    const Fit one = nest(next.payload, *entry.inside);
    if (one == Fit::broken)
      return Fit::broken;
    if (one == Fit::scrubbed)
      fit = Fit::scrubbed;
  }
  return attributes.sound() ? fit : Fit::broken;
}

Fit Scrubber::names(Span bytes, size_t limit) {
  Attributes attributes(bytes);
  Attribute next;
  while (attributes.next(next))
    if (next.type != NFTA_DEVICE_NAME || !text(next.payload, limit))
      return Fit::broken;
  return clean(attributes.sound());
}

Fit Scrubber::value(Span bytes, bool verdicts) {
  Attributes attributes(bytes);
  Attribute next;
  int count = 0;
  while (attributes.next(next)) {
    ++count;
    if (next.type == NFTA_DATA_VALUE && next.payload.size > 0 && next.payload.size <= NFT_DATA_VALUE_MAXLEN)
      continue;
    if (next.type != NFTA_DATA_VERDICT || !verdicts || verdict(next.payload) == Fit::broken)
      return Fit::broken;
  }
  return clean(attributes.sound() && count == 1);
}

Fit Scrubber::verdict(Span bytes) {
  Attributes attributes(bytes);
  Attribute next;
  bool chain = false, code = false, jump = false;
  while (attributes.next(next)) {
    if (next.type == NFTA_VERDICT_CODE && next.payload.size == 4) {
      const auto number = static_cast<int32_t>(be32(next.payload.at));
      jump = number == NFT_JUMP || number == NFT_GOTO;
      code = jump || number == NFT_RETURN || number == NFT_BREAK || number == NFT_CONTINUE || number == NF_ACCEPT ||
             number == NF_DROP || number == NF_QUEUE;
    } else if (next.type == NFTA_VERDICT_CHAIN && text(next.payload, 255)) {
      chain = true;
    } else if (next.type != NFTA_VERDICT_CHAIN_ID || next.payload.size != 4) {
      return Fit::broken;
    }
  }
  return clean(attributes.sound() && code && chain == jump);
}

Fit Scrubber::expression(Span bytes) {
  Attributes attributes(bytes);
  Attribute next;
  const Policy *policy = nullptr;
  Span data;
  int names = 0, bodies = 0;
  while (attributes.next(next)) {
    if (next.type == NFTA_EXPR_NAME && text(next.payload, 255)) {
      policy = expressionPolicy(reinterpret_cast<const char *>(next.payload.at));
      ++names;
    } else if (next.type == NFTA_EXPR_DATA) {
      data = next.payload;
      ++bodies;
    } else {
      return Fit::broken;
    }
  }
  if (!attributes.sound() || policy == nullptr || names != 1 || bodies > 1 || depth_ == kDepth)
    return Fit::broken;
  ++depth_;
  const Fit fit = nest(data, *policy);
  --depth_;
  return fit;
}

Fit Scrubber::expressions(Span bytes) {
  Attributes attributes(bytes);
  Attribute next;
  while (attributes.next(next))
    if (next.type != NFTA_LIST_ELEM || expression(next.payload) != Fit::clean)
      return Fit::broken;
  return clean(attributes.sound());
}

Fit Scrubber::objectData(Span bytes) { return object_ == nullptr ? Fit::broken : nest(bytes, *object_); }

} // namespace nft

// NOLINTEND(misc-no-recursion)
