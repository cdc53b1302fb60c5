#include "message_writer.h"

#include "ct_timeout.h"

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

namespace nft {
namespace {

/**
 * No attribute takes more bytes of a message than eight times its bytes on the tape (NFTA_EXPR_NAME and four nests for
 * an expression of eight bytes), and the headers have the rest.
 */
constexpr size_t roomFor(size_t taped) { return 8 * taped + 1024; }

template <typename Owned> Owned checked(Owned owned) {
  if (owned == nullptr)
    throw std::bad_alloc();
  return owned;
}

/** Attributes that no row knows, as they came. */
Span restOf(Tape &tape) {
  const Span rest = tape.bytes();
  Attributes attributes(rest);
  for (Attribute next; attributes.next(next);)
    ;
  if (!attributes.sound() || rest.size % 4 != 0)
    throw Slip{"rest", "does not hold netlink attributes", true};
  return rest;
}

} // namespace

nlmsghdr *MessageWriter::begin(const uint8_t *from) {
  const auto type = static_cast<uint16_t>(NFNL_SUBSYS_NFTABLES << 8 | header_.type);
  const auto flags = static_cast<uint16_t>(header_.flags | NLM_F_REQUEST);
  const size_t room = roomFor(static_cast<size_t>(tape_.at() - from));
  // libmnl leaves the padding behind an attribute as it was.
  memset(output_.reserve(room), 0, room);
  return output_.begin(room, type, flags, header_.sequence++, family_, 0);
}

void MessageWriter::end(nlmsghdr *message, Span rest) {
  if (rest.size > 0) {
    memcpy(mnl_nlmsg_get_payload_tail(message), rest.at, rest.size);
    message->nlmsg_len += static_cast<uint32_t>(rest.size);
  }
  // The length of a nest has sixteen bits, and no nest is longer than its message.
  if (message->nlmsg_len > UINT16_MAX)
    throw Slip{"", "must not need more than 65535 bytes", true};
  output_.end(message);
}

/** Fills an object of libnftnl by its table and lets libnftnl write it. */
template <auto Alloc, auto Build, typename Owned> void MessageWriter::simple(const Access &access, ObjectTable table) {
  const uint8_t *from = tape_.at();
  const Owned object = checked(Owned(Alloc()));
  Writer(tape_).fill(object.get(), access, objectTable(table));
  const Span rest = restOf(tape_);
  nlmsghdr *message = begin(from);
  Build(message, object.get());
  end(message, rest);
}

void MessageWriter::rule() {
  const uint8_t *from = tape_.at();
  const OwnedRule rule = checked(OwnedRule(nftnl_rule_alloc()));
  Writer(tape_).fill(rule.get(), kRuleAccess, objectTable(ObjectTable::rule));
  const bool hasExpressions = tape_.u32() != 0;
  const Span list = tape_.bytes();
  const Span rest = restOf(tape_);
  nlmsghdr *message = begin(from);
  nftnl_rule_nlmsg_build_payload(message, rule.get());
  if (hasExpressions)
    appendExpressions(message, list);
  end(message, rest);
}

/** Libnftnl writes each expression once; those that are equal to one before are copied. */
void MessageWriter::appendExpressions(nlmsghdr *message, Span list) {
  nlattr *nest = mnl_attr_nest_start(message, NFTA_RULE_EXPRESSIONS);
  Tape expressions(list);
  while (!expressions.ended()) {
    const Span taped = expressions.bytes();
    ByteMap::Slot *slot;
    const bool known = written_.find(taped, slot);
    auto *tail = static_cast<uint8_t *>(mnl_nlmsg_get_payload_tail(message));
    if (known && slot->value != 0) {
      const size_t size = slot->value & UINT16_MAX;
      memcpy(tail, output_.data() + (slot->value >> 16), size);
      message->nlmsg_len += static_cast<uint32_t>(size);
      continue;
    }
    Tape one(taped);
    nlattr *item = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
    putExpression(message, Writer(one).expression());
    mnl_attr_nest_end(message, item);
    const size_t size = static_cast<uint8_t *>(mnl_nlmsg_get_payload_tail(message)) - tail;
    if (size <= UINT16_MAX)
      slot->value = static_cast<uint64_t>(tail - output_.data()) << 16 | size;
  }
  mnl_attr_nest_end(message, nest);
}

void MessageWriter::object() {
  const uint8_t *from = tape_.at();
  const OwnedObject object = checked(OwnedObject(nftnl_obj_alloc()));
  const uint32_t type = tape_.u32();
  const Table *kind = objectKindTable(type);
  if (kind != nullptr)
    nftnl_obj_set_u32(object.get(), NFTNL_OBJ_TYPE, type);
  Writer writer(tape_);
  writer.fill(object.get(), kObjectAccess, objectTable(ObjectTable::object));
  if (kind != nullptr)
    writer.fill(object.get(), kObjectAccess, *kind);
  const Span timeouts = tape_.bytes();
  const Span rest = restOf(tape_);
  nlmsghdr *message = begin(from);
  nftnl_obj_nlmsg_build_payload(message, object.get());
  if (kind == nullptr && type != 0)
    mnl_attr_put_u32(message, NFTA_OBJ_TYPE, htobe32(type));
  if (timeouts.size > 0)
    writeTimeouts(message, timeouts);
  end(message, rest);
}

void MessageWriter::subject(Subject subject) {
  switch (subject) {
  case Subject::table:
    return simple<nftnl_table_alloc, nftnl_table_nlmsg_build_payload, OwnedTable>(kTableAccess, ObjectTable::table);
  case Subject::chain:
    return simple<nftnl_chain_alloc, nftnl_chain_nlmsg_build_payload, OwnedChain>(kChainAccess, ObjectTable::chain);
  case Subject::set:
    return simple<nftnl_set_alloc, nftnl_set_nlmsg_build_payload, OwnedSet>(kSetAccess, ObjectTable::set);
  case Subject::flowtable:
    return simple<nftnl_flowtable_alloc, nftnl_flowtable_nlmsg_build_payload, OwnedFlowtable>(kFlowtableAccess,
                                                                                              ObjectTable::flowtable);
  case Subject::rule:
    return rule();
  case Subject::object:
    return object();
  case Subject::generation:
    return end(begin(tape_.at()), {});
  case Subject::elements:
  case Subject::none:
    throw Slip{"type", "is not a message of nftables", true};
  }
}

void MessageWriter::command() {
  header_.type = static_cast<uint8_t>(tape_.u32());
  header_.flags = static_cast<uint16_t>(tape_.u32());
  const uint32_t elements = tape_.u32();
  family_ = static_cast<uint8_t>(tape_.u32());
  const Subject about = subjectOf(header_.type);
  if (about != Subject::elements)
    return subject(about);
  ElementWriter writer(output_, header_, family_, tape_);
  if (elements == UINT32_MAX)
    writer.whole();
  else
    writer.rows(elements_.at(elements));
}

} // namespace nft
