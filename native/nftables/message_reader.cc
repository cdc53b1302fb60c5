#include "message_reader.h"

#include "ct_timeout.h"

#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

constexpr Unreadable kUnparsed{"libnftnl does not understand it"};

/** Lets libnftnl parse a message into an object of its own. */
template <auto Alloc, auto Parse, typename Owned> Owned parsed(const nlmsghdr *message) {
  Owned object(Alloc());
  if (object == nullptr)
    throw std::bad_alloc();
  if (Parse(message, object.get()) < 0)
    throw kUnparsed;
  return object;
}

template <auto Alloc, auto Parse, typename Owned>
void simple(Reader &reader, napi_value into, const nlmsghdr *message, const Access &access, ObjectTable table) {
  const Owned object = parsed<Alloc, Parse, Owned>(message);
  reader.fill(into, object.get(), access, objectTable(table));
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

napi_value MessageReader::read(const Message &message) {
  const napi_value into = call_.object();
  call_.set(into, call_.word(Word::type), call_.number(message.type));
  call_.set(into, call_.word(Word::flags), call_.number(message.flags));
  call_.set(into, call_.word(Word::sequence), call_.number(message.sequence));
  call_.set(into, call_.word(Word::object), object(message));
  return into;
}

napi_value MessageReader::object(const Message &message) {
  if (message.subject == Subject::generation)
    return generation(message);
  const Policy *policy = subjectPolicy(message.subject);
  if (policy == nullptr)
    throw Unreadable{"it is of an unknown type"};
  scratch_.assign(message.whole.at, message.whole.at + message.whole.size);
  Scrubber scrubber(scratch_.data());
  if (scrubber.message(kMessageHeader, scratch_.size(), *policy) == Fit::broken)
    throw Unreadable{"its attributes are not well formed"};
  const auto *safe = reinterpret_cast<const nlmsghdr *>(scratch_.data());
  const napi_value into = call_.object();
  switch (message.subject) {
  case Subject::table:
    simple<nftnl_table_alloc, nftnl_table_nlmsg_parse, OwnedTable>(reader_, into, safe, kTableAccess,
                                                                   ObjectTable::table);
    break;
  case Subject::chain:
    simple<nftnl_chain_alloc, nftnl_chain_nlmsg_parse, OwnedChain>(reader_, into, safe, kChainAccess,
                                                                   ObjectTable::chain);
    break;
  case Subject::set:
    simple<nftnl_set_alloc, nftnl_set_nlmsg_parse, OwnedSet>(reader_, into, safe, kSetAccess, ObjectTable::set);
    break;
  case Subject::flowtable:
    simple<nftnl_flowtable_alloc, nftnl_flowtable_nlmsg_parse, OwnedFlowtable>(reader_, into, safe, kFlowtableAccess,
                                                                               ObjectTable::flowtable);
    break;
  case Subject::rule:
    rule(message, safe, scrubber.expressionsHidden(), into);
    break;
  default:
    statefulObject(message, safe, into);
  }
  if (!scrubber.hidden().empty())
    call_.set(into, call_.word(Word::rest), rest(message, scrubber.hidden()));
  return into;
}

void MessageReader::rule(const Message &message, const nlmsghdr *scrubbed, bool hidden, napi_value into) {
  const OwnedRule rule = parsed<nftnl_rule_alloc, nftnl_rule_nlmsg_parse, OwnedRule>(scrubbed);
  reader_.fill(into, rule.get(), kRuleAccess, objectTable(ObjectTable::rule));
  const Attribute list = find(message.attributes, NFTA_RULE_EXPRESSIONS);
  const napi_value expressionValues = hidden ? expressions(list.payload, true) : expressionList(rule.get());
  call_.set(into, call_.word(Word::expressions), expressionValues);
}

napi_value MessageReader::expressionList(nftnl_rule *rule) {
  const napi_value list = call_.array(0);
  const ExpressionIterator iterator(rule);
  uint32_t count = 0;
  while (nftnl_expr *next = nftnl_expr_iter_next(iterator.iterator))
    call_.check(napi_set_element(call_.env(), list, count++, reader_.expression(next)));
  return list;
}

void MessageReader::statefulObject(const Message &message, const nlmsghdr *scrubbed, napi_value into) {
  const OwnedObject object = parsed<nftnl_obj_alloc, nftnl_obj_nlmsg_parse, OwnedObject>(scrubbed);
  reader_.fill(into, object.get(), kObjectAccess, objectTable(ObjectTable::object));
  const Attribute type = find(message.attributes, NFTA_OBJ_TYPE);
  if (type.payload.size != 4)
    return;
  const uint32_t number = be32(type.payload.at);
  call_.set(into, call_.word(Word::type), call_.number(number));
  if (const Table *kind = objectKindTable(number))
    reader_.fill(into, object.get(), kObjectAccess, *kind);
  if (number != NFT_OBJECT_CT_TIMEOUT)
    return;
  if (const napi_value timeouts = readTimeouts(call_, message.attributes))
    call_.set(into, call_.word(Word::ctTimeoutArray), timeouts);
}

napi_value MessageReader::generation(const Message &message) {
  const napi_value into = call_.object();
  Attributes attributes(message.attributes);
  Attribute next;
  while (attributes.next(next)) {
    if (next.type == NFTA_GEN_ID && next.payload.size == 4)
      call_.set(into, call_.word(Word::id), call_.number(be32(next.payload.at)));
    if (next.type == NFTA_GEN_PROC_PID && next.payload.size == 4)
      call_.set(into, call_.word(Word::procPid), call_.number(be32(next.payload.at)));
    if (next.type == NFTA_GEN_PROC_NAME) {
      const auto *text = reinterpret_cast<const char *>(next.payload.at);
      call_.set(into, call_.word(Word::procName), call_.text(text, strnlen(text, next.payload.size)));
    }
  }
  if (!attributes.sound())
    throw Unreadable{"its attributes are not well formed"};
  return into;
}

napi_value MessageReader::expressions(Span bytes, bool list) {
  const napi_value values = call_.array(0);
  if (!list) {
    call_.check(napi_set_element(call_.env(), values, 0, expression(bytes)));
    return values;
  }
  Attributes attributes(bytes);
  Attribute next;
  uint32_t count = 0;
  while (attributes.next(next))
    call_.check(napi_set_element(call_.env(), values, count++, expression(next.payload)));
  if (!attributes.sound())
    throw Unreadable{"its expressions are not well formed"};
  return values;
}

// libnftnl offers no way to parse an expression alone, so it gets a rule that has no other.
napi_value MessageReader::expression(Span bytes) {
  const Attribute name = find(bytes, NFTA_EXPR_NAME);
  const Attribute data = find(bytes, NFTA_EXPR_DATA);
  std::vector<uint8_t> rule(kMessageHeader + 2 * kAttributeHeader + align4(bytes.size));
  auto *header = reinterpret_cast<nlmsghdr *>(rule.data());
  header->nlmsg_len = static_cast<uint32_t>(rule.size());
  header->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE;
  uint8_t *list = rule.data() + kMessageHeader;
  store<uint16_t>(list, static_cast<uint16_t>(2 * kAttributeHeader + bytes.size));
  store<uint16_t>(list + 2, NLA_F_NESTED | NFTA_RULE_EXPRESSIONS);
  uint8_t *item = list + kAttributeHeader;
  store<uint16_t>(item, static_cast<uint16_t>(kAttributeHeader + bytes.size));
  store<uint16_t>(item + 2, NLA_F_NESTED | NFTA_LIST_ELEM);
  if (bytes.size > 0)
    memcpy(item + kAttributeHeader, bytes.at, bytes.size);

  Scrubber scrubber(rule.data());
  const bool fits = bytes.size + 2 * kAttributeHeader <= UINT16_MAX &&
                    scrubber.expression({item + kAttributeHeader, bytes.size}) == Fit::clean;
  if (!fits)
    return reader_.unknown(name.payload, data.payload);
  const OwnedRule owned(nftnl_rule_alloc());
  if (owned == nullptr)
    throw std::bad_alloc();
  if (nftnl_rule_nlmsg_parse(header, owned.get()) < 0)
    return reader_.unknown(name.payload, data.payload);
  const ExpressionIterator iterator(owned.get());
  nftnl_expr *only = nftnl_expr_iter_next(iterator.iterator);
  return only == nullptr ? reader_.unknown(name.payload, data.payload) : reader_.expression(only);
}

napi_value MessageReader::rest(const Message &message, const std::vector<uint16_t> &types) {
  std::vector<uint8_t> kept;
  Attributes attributes(message.attributes);
  Attribute next;
  while (attributes.next(next)) {
    bool hidden = false;
    for (const uint16_t type : types)
      hidden = hidden || type == next.type;
    if (!hidden)
      continue;
    kept.insert(kept.end(), next.header, next.payload.at + next.payload.size);
    kept.resize(align4(kept.size()));
  }
  return reader_.bytes({kept.data(), kept.size()});
}

} // namespace nft
