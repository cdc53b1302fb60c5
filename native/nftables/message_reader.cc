#include "message_reader.h"

#include "ct_timeout.h"

#include <algorithm>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

/** Lets libnftnl parse a message into an object of its own. */
template <auto Alloc, auto Parse, typename Owned> Owned parsed(const nlmsghdr *message) {
  Owned object(Alloc());
  if (object == nullptr)
    throw std::bad_alloc();
  if (Parse(message, object.get()) < 0)
    throw Unreadable{"libnftnl does not understand it"};
  return object;
}

template <auto Alloc, auto Parse, typename Owned>
void simple(Reader &reader, const nlmsghdr *message, const Access &access, ObjectTable table) {
  const Owned object = parsed<Alloc, Parse, Owned>(message);
  reader.fill(object.get(), access, objectTable(table));
}

struct ExpressionIterator {
  explicit ExpressionIterator(const nftnl_rule *rule) : iterator(nftnl_expr_iter_create(rule)) {
    if (iterator == nullptr)
      throw std::bad_alloc();
  }
  ~ExpressionIterator() { nftnl_expr_iter_destroy(iterator); }
  ExpressionIterator(const ExpressionIterator &) = delete;
  ExpressionIterator &operator=(const ExpressionIterator &) = delete;
  nftnl_expr_iter *iterator;
};

Attribute find(Span bytes, uint16_t type) {
  Attributes attributes(bytes);
  Attribute next, found{};
  while (attributes.next(next))
    if (next.type == type)
      found = next;
  return found;
}

} // namespace

void MessageReader::read(const Message &message) {
  recorder_.u32(message.type);
  recorder_.u32(message.flags);
  recorder_.u32(message.sequence);
  if (message.subject == Subject::generation)
    generation(message);
  else
    object(message);
}

void MessageReader::object(const Message &message) {
  const Policy *policy = subjectPolicy(message.subject);
  if (policy == nullptr)
    throw Unreadable{"it is of an unknown type"};
  scratch_.assign(message.whole.at, message.whole.at + message.whole.size);
  Scrubber scrubber(scratch_.data());
  if (scrubber.message(kMessageHeader, scratch_.size(), *policy) == Fit::broken)
    throw Unreadable{"its attributes are not well formed"};
  const auto *safe = reinterpret_cast<const nlmsghdr *>(scratch_.data());
  switch (message.subject) {
  case Subject::table:
    simple<nftnl_table_alloc, nftnl_table_nlmsg_parse, OwnedTable>(reader_, safe, kTableAccess, ObjectTable::table);
    break;
  case Subject::chain:
    simple<nftnl_chain_alloc, nftnl_chain_nlmsg_parse, OwnedChain>(reader_, safe, kChainAccess, ObjectTable::chain);
    break;
  case Subject::set:
    simple<nftnl_set_alloc, nftnl_set_nlmsg_parse, OwnedSet>(reader_, safe, kSetAccess, ObjectTable::set);
    break;
  case Subject::flowtable:
    simple<nftnl_flowtable_alloc, nftnl_flowtable_nlmsg_parse, OwnedFlowtable>(reader_, safe, kFlowtableAccess,
                                                                               ObjectTable::flowtable);
    break;
  case Subject::rule:
    rule(message, safe);
    break;
  default:
    statefulObject(message, safe);
  }
  rest(message, scrubber.hidden());
}

void MessageReader::rule(const Message &message, const nlmsghdr *scrubbed) {
  const OwnedRule rule = parsed<nftnl_rule_alloc, nftnl_rule_nlmsg_parse, OwnedRule>(scrubbed);
  reader_.fill(rule.get(), kRuleAccess, objectTable(ObjectTable::rule));
  expressions(find(message.attributes, NFTA_RULE_EXPRESSIONS).payload, true);
}

void MessageReader::statefulObject(const Message &message, const nlmsghdr *scrubbed) {
  const OwnedObject object = parsed<nftnl_obj_alloc, nftnl_obj_nlmsg_parse, OwnedObject>(scrubbed);
  const Attribute type = find(message.attributes, NFTA_OBJ_TYPE);
  const uint32_t number = type.payload.size == 4 ? be32(type.payload.at) : 0;
  recorder_.u32(number);
  reader_.fill(object.get(), kObjectAccess, objectTable(ObjectTable::object), objectKindTable(number));
  recordTimeouts(recorder_, number == NFT_OBJECT_CT_TIMEOUT ? message.attributes : Span{});
}

void MessageReader::generation(const Message &message) {
  uint32_t id = 0, pid = 0;
  std::string_view name;
  Attributes attributes(message.attributes);
  Attribute next;
  while (attributes.next(next)) {
    if (next.type == NFTA_GEN_ID && next.payload.size == 4)
      id = be32(next.payload.at);
    if (next.type == NFTA_GEN_PROC_PID && next.payload.size == 4)
      pid = be32(next.payload.at);
    if (next.type == NFTA_GEN_PROC_NAME) {
      const auto *text = reinterpret_cast<const char *>(next.payload.at);
      name = {text, textLength(next.payload)};
    }
  }
  if (!attributes.sound())
    throw Unreadable{"its attributes are not well formed"};
  recorder_.u32(id);
  recorder_.u32(pid);
  recorder_.text(name);
}

void MessageReader::expressions(Span bytes, bool list) {
  const size_t start = recorder_.open();
  if (bytes.at == nullptr)
    return;
  if (!list) {
    recorder_.patch(start, 1);
    return expression(bytes);
  }
  Attributes attributes(bytes);
  Attribute next;
  uint32_t count = 0;
  for (; attributes.next(next); ++count)
    expression(next.payload);
  if (!attributes.sound())
    throw Unreadable{"its expressions are not well formed"};
  recorder_.patch(start, count);
}

void MessageReader::expression(Span bytes) {
  ByteMap::Slot *slot;
  if (seen_.find(bytes, slot))
    return recorder_.u32(seen_.number(slot));
  recorder_.u32(seen_.number(slot) | kNew);
  definition(bytes);
}

// libnftnl offers no way to parse an expression alone, so it gets a rule that has no other.
void MessageReader::definition(Span bytes) {
  const Attribute name = find(bytes, NFTA_EXPR_NAME);
  const Attribute data = find(bytes, NFTA_EXPR_DATA);
  rule_.assign(kMessageHeader + 2 * kAttributeHeader + align4(bytes.size), 0);
  auto *header = reinterpret_cast<nlmsghdr *>(rule_.data());
  header->nlmsg_len = static_cast<uint32_t>(rule_.size());
  header->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE;
  uint8_t *list = rule_.data() + kMessageHeader;
  store<uint16_t>(list, static_cast<uint16_t>(2 * kAttributeHeader + bytes.size));
  store<uint16_t>(list + 2, NLA_F_NESTED | NFTA_RULE_EXPRESSIONS);
  uint8_t *item = list + kAttributeHeader;
  store<uint16_t>(item, static_cast<uint16_t>(kAttributeHeader + bytes.size));
  store<uint16_t>(item + 2, NLA_F_NESTED | NFTA_LIST_ELEM);
  if (bytes.size > 0)
    memcpy(item + kAttributeHeader, bytes.at, bytes.size);

  const bool fits = bytes.size + 2 * kAttributeHeader <= UINT16_MAX &&
                    Scrubber(rule_.data()).expression({item + kAttributeHeader, bytes.size}) == Fit::clean;
  if (!fits)
    return reader_.unknown(name.payload, data.payload);
  const OwnedRule owned(nftnl_rule_alloc());
  if (owned == nullptr)
    throw std::bad_alloc();
  if (nftnl_rule_nlmsg_parse(header, owned.get()) < 0)
    return reader_.unknown(name.payload, data.payload);
  const ExpressionIterator iterator(owned.get());
  if (nftnl_expr *only = nftnl_expr_iter_next(iterator.iterator))
    return reader_.expression(only);
  reader_.unknown(name.payload, data.payload);
}

// The kernel takes the last attribute of a type, so no other is kept.
void MessageReader::rest(const Message &message, const std::vector<uint16_t> &types) {
  std::vector<uint8_t> kept;
  Attributes attributes(types.empty() ? Span{} : message.attributes);
  Attribute next;
  while (attributes.next(next)) {
    if (std::find(types.begin(), types.end(), next.type) == types.end() ||
        find(message.attributes, next.type).header != next.header)
      continue;
    kept.insert(kept.end(), next.header, next.payload.at + next.payload.size);
    kept.resize(align4(kept.size()));
  }
  recorder_.bytes({kept.data(), kept.size()});
}

} // namespace nft
