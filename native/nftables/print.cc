#include "print.h"

#include "subject.h"
#include "writer.h"

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

/** libnftnl's printers say how long the text would have been. */
template <typename Object, auto Print> std::string printed(const Object *object) {
  std::string text(4096, '\0');
  for (;;) {
    const int length = Print(text.data(), text.size(), object, NFTNL_OUTPUT_DEFAULT, 0);
    if (length < 0)
      throw Slip{"object", "cannot be printed"};
    if (static_cast<size_t>(length) < text.size()) {
      text.resize(static_cast<size_t>(length));
      return text;
    }
    text.resize(static_cast<size_t>(length) * 2);
  }
}

template <auto Alloc, typename Owned, auto Print>
std::string simple(Tape &tape, const Access &access, ObjectTable table) {
  const Owned owned(Alloc());
  Writer(tape).fill(owned.get(), access, objectTable(table));
  return printed<typename Owned::element_type, Print>(owned.get());
}

std::string rule(Tape &tape) {
  const OwnedRule rule(nftnl_rule_alloc());
  Writer writer(tape);
  writer.fill(rule.get(), kRuleAccess, objectTable(ObjectTable::rule));
  std::string unknown;
  if (tape.u32() != 0) {
    for (Outgoing &one : writer.expressions()) {
      if (one.known != nullptr)
        nftnl_rule_add_expr(rule.get(), one.known.release());
      else
        unknown += "\n  [ " + one.kind + " ? ]";
    }
  }
  return printed<nftnl_rule, nftnl_rule_snprintf>(rule.get()) + unknown;
}

std::string object(Tape &tape) {
  const OwnedObject owned(nftnl_obj_alloc());
  const uint32_t type = tape.u32();
  const Table *kind = objectKindTable(type);
  if (kind == nullptr)
    throw Slip{"object.type", "is not one that libnftnl has"};
  nftnl_obj_set_u32(owned.get(), NFTNL_OBJ_TYPE, type);
  Writer writer(tape);
  writer.fill(owned.get(), kObjectAccess, objectTable(ObjectTable::object));
  writer.fill(owned.get(), kObjectAccess, *kind);
  return printed<nftnl_obj, nftnl_obj_snprintf>(owned.get());
}

void putBytes(nftnl_set_elem *element, uint16_t attribute, const uint8_t *at, size_t size) {
  if (at != nullptr && size > 0)
    nftnl_set_elem_set(element, attribute, at, static_cast<uint32_t>(size));
}

void putVerdict(nftnl_set_elem *element, int32_t code, const std::string *chain) {
  nftnl_set_elem_set_u32(element, NFTNL_SET_ELEM_VERDICT, static_cast<uint32_t>(code));
  if (chain != nullptr)
    nftnl_set_elem_set_str(element, NFTNL_SET_ELEM_CHAIN, chain->c_str());
}

/** One row, as libnftnl sees it. */
OwnedElement element(const ElementColumns &columns, size_t row) {
  OwnedElement element(nftnl_set_elem_alloc());
  const uint32_t flags = columns.flagsOf(row);
  if (flags != 0)
    nftnl_set_elem_set_u32(element.get(), NFTNL_SET_ELEM_FLAGS, flags);
  if ((flags & NFT_SET_ELEM_CATCHALL) == 0) {
    const size_t at = row * columns.keyLen;
    putBytes(element.get(), NFTNL_SET_ELEM_KEY, columns.keys == nullptr ? nullptr : columns.keys + at, columns.keyLen);
    putBytes(element.get(), NFTNL_SET_ELEM_KEY_END, columns.keyEnds == nullptr ? nullptr : columns.keyEnds + at,
             columns.keyLen);
  }
  if ((flags & NFT_SET_ELEM_INTERVAL_END) == 0) {
    if (columns.verdicts != nullptr)
      putVerdict(element.get(), columns.verdicts[row], columns.chains.at(row));
    else
      putBytes(element.get(), NFTNL_SET_ELEM_DATA,
               columns.data == nullptr ? nullptr : columns.data + row * columns.dataLen, columns.dataLen);
  }
  if (const std::string *objref = columns.objrefs.at(row))
    nftnl_set_elem_set_str(element.get(), NFTNL_SET_ELEM_OBJREF, objref->c_str());
  if (columns.timeouts != nullptr && columns.timeouts[row] != 0)
    nftnl_set_elem_set_u64(element.get(), NFTNL_SET_ELEM_TIMEOUT, columns.timeouts[row]);
  if (columns.expirations != nullptr && columns.expirations[row] != 0)
    nftnl_set_elem_set_u64(element.get(), NFTNL_SET_ELEM_EXPIRATION, columns.expirations[row]);
  const Span userdata = columns.userdata.at(row);
  putBytes(element.get(), NFTNL_SET_ELEM_USERDATA, userdata.at, userdata.size);
  if (columns.expressions.at(row).size == 0)
    return element;
  Tape taped(columns.expressions.at(row));
  for (Outgoing &one : Writer(taped).expressions())
    if (one.known != nullptr)
      nftnl_set_elem_add_expr(element.get(), one.known.release());
  return element;
}

std::string elements(Tape &tape, uint8_t family, uint32_t number, const ElementSource &source) {
  const OwnedSet set(nftnl_set_alloc());
  nftnl_set_set_u32(set.get(), NFTNL_SET_FAMILY, family);
  nftnl_set_set_str(set.get(), NFTNL_SET_TABLE, reinterpret_cast<const char *>(tape.text().at));
  nftnl_set_set_str(set.get(), NFTNL_SET_NAME, reinterpret_cast<const char *>(tape.text().at));
  if (number != UINT32_MAX) {
    const ElementColumns columns = source.at(number);
    for (size_t row = 0; row < columns.count; ++row)
      nftnl_set_elem_add(set.get(), element(columns, row).release());
  }
  return printed<nftnl_set, nftnl_set_snprintf>(set.get());
}

} // namespace

std::string print(Tape &tape, const ElementSource &source) {
  const auto type = static_cast<uint8_t>(tape.u32());
  tape.u32(); // flags
  const uint32_t number = tape.u32();
  const auto family = static_cast<uint8_t>(tape.u32());
  switch (subjectOf(type)) {
  case Subject::table:
    return simple<nftnl_table_alloc, OwnedTable, nftnl_table_snprintf>(tape, kTableAccess, ObjectTable::table);
  case Subject::chain:
    return simple<nftnl_chain_alloc, OwnedChain, nftnl_chain_snprintf>(tape, kChainAccess, ObjectTable::chain);
  case Subject::flowtable:
    return simple<nftnl_flowtable_alloc, OwnedFlowtable, nftnl_flowtable_snprintf>(tape, kFlowtableAccess,
                                                                                   ObjectTable::flowtable);
  case Subject::set:
    return simple<nftnl_set_alloc, OwnedSet, nftnl_set_snprintf>(tape, kSetAccess, ObjectTable::set);
  case Subject::elements:
    return elements(tape, family, number, source);
  case Subject::rule:
    return rule(tape);
  case Subject::object:
    return object(tape);
  case Subject::generation:
  case Subject::none:
    break;
  }
  throw Slip{"type", "is not a message of nftables that can be printed", true};
}

} // namespace nft
