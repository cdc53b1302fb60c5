#include "message_writer.h"

#include "ct_timeout.h"
#include "element_writer.h"
#include "writer.h"

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

namespace nft {
namespace {

/** One message being written: its header, its object, and what goes to the output. */
struct Draft {
  Call &call;
  Output &output;
  Header header;
  napi_value object;
  uint8_t family;
};

nlmsghdr *begin(const Draft &draft, size_t room) {
  const auto type = static_cast<uint16_t>(NFNL_SUBSYS_NFTABLES << 8 | draft.header.type);
  const auto flags = static_cast<uint16_t>(draft.header.flags | NLM_F_REQUEST);
  return draft.output.begin(room, type, flags, draft.header.sequence, draft.family, 0);
}

/** Attributes that no row knows, as they came. */
Call::Bytes restOf(const Draft &draft) {
  const napi_value value = draft.call.get(draft.object, draft.call.word(Word::rest));
  if (draft.call.absent(value))
    return {nullptr, 0};
  try {
    const Call::Bytes rest = draft.call.bytes(value);
    Attributes attributes({rest.at, rest.size});
    for (Attribute next; attributes.next(next);)
      ;
    if (!attributes.sound() || rest.size % 4 != 0)
      throw Slip{"", "does not hold netlink attributes", true};
    return rest;
  } catch (const Slip &slip) {
    throw slip.under("rest");
  }
}

void end(const Draft &draft, nlmsghdr *message, Call::Bytes rest) {
  if (rest.size > 0) {
    memcpy(mnl_nlmsg_get_payload_tail(message), rest.at, rest.size);
    message->nlmsg_len += rest.size;
  }
  // The length of a nest has sixteen bits, and no nest is longer than its message.
  if (message->nlmsg_len > UINT16_MAX)
    throw Slip{"", "needs more than 65535 bytes", true};
  draft.output.end(message);
}

/** Fills an object of libnftnl by its table and lets libnftnl write it. */
template <auto Alloc, auto Build, typename Owned>
void simple(const Draft &draft, const Access &access, ObjectTable table) {
  Writer writer(draft.call);
  const Owned object(Alloc());
  if (object == nullptr)
    throw std::bad_alloc();
  writer.fill(object.get(), access, objectTable(table), draft.object);
  const Call::Bytes rest = restOf(draft);
  nlmsghdr *message = begin(draft, writer.room() + rest.size);
  Build(message, object.get());
  end(draft, message, rest);
}

void appendExpressions(nlmsghdr *message, std::vector<Outgoing> &expressions) {
  nlattr *list = mnl_attr_nest_start(message, NFTA_RULE_EXPRESSIONS);
  for (Outgoing &one : expressions) {
    nlattr *item = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
    putExpression(message, one);
    mnl_attr_nest_end(message, item);
  }
  mnl_attr_nest_end(message, list);
}

void rule(const Draft &draft) {
  Writer writer(draft.call);
  const OwnedRule rule(nftnl_rule_alloc());
  if (rule == nullptr)
    throw std::bad_alloc();
  writer.fill(rule.get(), kRuleAccess, objectTable(ObjectTable::rule), draft.object);
  std::vector<Outgoing> expressions;
  const napi_value list = draft.call.get(draft.object, draft.call.word(Word::expressions));
  bool known = true;
  if (!draft.call.absent(list)) {
    try {
      expressions = writer.expressions(list);
    } catch (const Slip &slip) {
      throw slip.under("expressions");
    }
  }
  for (const Outgoing &one : expressions)
    known = known && one.known != nullptr;
  const Call::Bytes rest = restOf(draft);
  nlmsghdr *message = begin(draft, writer.room() + rest.size);
  if (known)
    for (Outgoing &one : expressions)
      nftnl_rule_add_expr(rule.get(), one.known.release());
  nftnl_rule_nlmsg_build_payload(message, rule.get());
  if (!known)
    appendExpressions(message, expressions);
  end(draft, message, rest);
}

void object(const Draft &draft) {
  Writer writer(draft.call);
  const OwnedObject object(nftnl_obj_alloc());
  if (object == nullptr)
    throw std::bad_alloc();
  uint32_t type = 0;
  const napi_value typeValue = draft.call.get(draft.object, draft.call.word(Word::type));
  try {
    if (!draft.call.absent(typeValue))
      type = draft.call.u32(typeValue);
  } catch (const Slip &slip) {
    throw slip.under("type");
  }
  const Table *kind = objectKindTable(type);
  if (kind != nullptr)
    nftnl_obj_set_u32(object.get(), NFTNL_OBJ_TYPE, type);
  writer.fill(object.get(), kObjectAccess, objectTable(ObjectTable::object), draft.object);
  if (kind != nullptr)
    writer.fill(object.get(), kObjectAccess, *kind, draft.object);
  const Call::Bytes rest = restOf(draft);
  nlmsghdr *message = begin(draft, writer.room() + rest.size);
  nftnl_obj_nlmsg_build_payload(message, object.get());
  if (kind == nullptr && type != 0)
    mnl_attr_put_u32(message, NFTA_OBJ_TYPE, htobe32(type));
  const napi_value timeouts = draft.call.get(draft.object, draft.call.word(Word::ctTimeoutArray));
  if (!draft.call.absent(timeouts))
    writeTimeouts(draft.call, message, timeouts);
  end(draft, message, rest);
}

void subject(const Draft &draft, Subject subject) {
  switch (subject) {
  case Subject::table:
    return simple<nftnl_table_alloc, nftnl_table_nlmsg_build_payload, OwnedTable>(draft, kTableAccess,
                                                                                  ObjectTable::table);
  case Subject::chain:
    return simple<nftnl_chain_alloc, nftnl_chain_nlmsg_build_payload, OwnedChain>(draft, kChainAccess,
                                                                                  ObjectTable::chain);
  case Subject::set:
    return simple<nftnl_set_alloc, nftnl_set_nlmsg_build_payload, OwnedSet>(draft, kSetAccess, ObjectTable::set);
  case Subject::flowtable:
    return simple<nftnl_flowtable_alloc, nftnl_flowtable_nlmsg_build_payload, OwnedFlowtable>(draft, kFlowtableAccess,
                                                                                              ObjectTable::flowtable);
  case Subject::rule:
    return rule(draft);
  case Subject::object:
    return object(draft);
  case Subject::generation:
    return end(draft, begin(draft, 64), {nullptr, 0});
  case Subject::elements:
  case Subject::none:
    throw Slip{"", "has no message of its own"};
  }
}

template <typename T> T property(const Call &call, napi_value from, Word word, const char *name, uint32_t max) {
  try {
    return static_cast<T>(call.u32(call.get(from, call.word(word)), max));
  } catch (const Slip &slip) {
    throw slip.under(name);
  }
}

} // namespace

void writeCommand(Call &call, Output &output, napi_value command, uint32_t sequence) {
  const Header header{property<uint8_t>(call, command, Word::type, "type", UINT8_MAX),
                      property<uint16_t>(call, command, Word::flags, "flags", UINT16_MAX), sequence};
  const Subject about = subjectOf(header.type);
  if (about == Subject::none)
    throw Slip{"type", "is not a message of nftables", true};
  const napi_value object = call.get(command, call.word(Word::object));
  if (call.typeOf(object) != napi_object)
    throw Slip{"object", "is not an object"};
  if (about == Subject::elements)
    return writeElements(call, output, header, command);
  try {
    const auto family = property<uint8_t>(call, object, Word::family, "family", UINT8_MAX);
    subject({call, output, header, object, family}, about);
  } catch (const Slip &slip) {
    throw slip.under("object");
  }
}

} // namespace nft
