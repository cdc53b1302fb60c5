#include "writer.h"

#include "reader.h"

#include <linux/netfilter/nf_tables.h>

#include <new>

// Expressions hold expressions, which is bounded here by kDepth.
// NOLINTBEGIN(misc-no-recursion)

namespace nft {
namespace {

/** A dynset holds expressions, and so on; the kernel allows one level. */
constexpr int kDepth = 4;

/**
 * Data, and a verdict with its chain, lie in one union of libnftnl's, which frees the chain of a jump alone: both at
 * once, or a chain without a jump, must not come so far.
 */
void checkImmediate(nftnl_expr *expression, uint16_t next) {
  const bool data = nftnl_expr_is_set(expression, NFTNL_EXPR_IMM_DATA);
  const bool verdict =
      nftnl_expr_is_set(expression, NFTNL_EXPR_IMM_VERDICT) || nftnl_expr_is_set(expression, NFTNL_EXPR_IMM_CHAIN);
  if (next == NFTNL_EXPR_IMM_DATA ? verdict : data && next != NFTNL_EXPR_IMM_DREG)
    throw Slip{"data", "and a verdict are mutually exclusive"};
  if (next == NFTNL_EXPR_IMM_CHAIN && !verdict) // otherwise the chain would stay when something else is refused
    nftnl_expr_set_u32(expression, NFTNL_EXPR_IMM_VERDICT, static_cast<uint32_t>(NFT_JUMP));
}

void checkChain(nftnl_expr *expression) {
  if (!nftnl_expr_is_set(expression, NFTNL_EXPR_IMM_CHAIN))
    return;
  const auto verdict = static_cast<int32_t>(nftnl_expr_get_u32(expression, NFTNL_EXPR_IMM_VERDICT));
  if (verdict == NFT_JUMP || verdict == NFT_GOTO)
    return;
  nftnl_expr_set_u32(expression, NFTNL_EXPR_IMM_VERDICT, static_cast<uint32_t>(NFT_JUMP));
  throw Slip{"chain", "requires a jump"};
}

void kept(int result) {
  if (result < 0)
    throw std::bad_alloc();
}

} // namespace

void putExpression(nlmsghdr *message, const Outgoing &expression) {
  if (expression.known != nullptr)
    return nftnl_expr_build_payload(message, expression.known.get());
  mnl_attr_put_strz(message, NFTA_EXPR_NAME, expression.kind.c_str());
  mnl_attr_put(message, NLA_F_NESTED | NFTA_EXPR_DATA, expression.raw.size, expression.raw.at);
}

void Writer::fill(void *object, const Access &access, const Table &table) {
  static const Table *immediate = expressionTable("immediate");
  uint32_t seen = 0;
  for (uint32_t left = tape_.u32(); left > 0; --left) {
    const uint32_t row = tape_.u32();
    if (row >= table.rows.size() || (seen & 1U << row) != 0)
      throw Slip{"tape", "refers to a missing or repeated property", true};
    seen |= 1U << row;
    if (&table == immediate)
      checkImmediate(static_cast<nftnl_expr *>(object), table.rows[row].attribute);
    put(object, access, table.rows[row]);
  }
  if (&table == immediate)
    checkChain(static_cast<nftnl_expr *>(object));
}

template <typename T> void Writer::keep(void *object, const Access &access, const Row &row, T value) {
  kept(access.put(object, row.attribute, &value, sizeof value));
}

void Writer::put(void *object, const Access &access, const Row &row) {
  switch (row.kind) {
  case Kind::u8:
    return keep(object, access, row, static_cast<uint8_t>(tape_.u32()));
  case Kind::u16:
    return keep(object, access, row, static_cast<uint16_t>(tape_.u32()));
  case Kind::u32:
  case Kind::s32:
    return keep(object, access, row, tape_.u32());
  case Kind::u64:
    return keep(object, access, row, tape_.u64());
  case Kind::string:
  case Kind::bytes:
  case Kind::given:
  case Kind::fixed:
  case Kind::u8List:
    return putBytes(object, access, row);
  case Kind::devices:
    return putDevices(object, access, row);
  case Kind::expressions:
    return putExpressions(object, access);
  }
}

void Writer::putBytes(void *object, const Access &access, const Row &row) {
  const bool text = row.kind == Kind::string;
  const Span bytes = text ? tape_.text() : tape_.bytes();
  if (bytes.size > row.limit || (row.kind == Kind::fixed && bytes.size != row.limit))
    throw Slip{row.name, "is " + std::to_string(bytes.size) + " bytes long, not " + std::to_string(row.limit), true};
  if (row.kind == Kind::given)
    return putGiven(object, access, row, bytes);
  if (text || bytes.size > 0)
    kept(access.put(object, row.attribute, bytes.at, static_cast<uint32_t>(text ? bytes.size + 1 : bytes.size)));
}

void Writer::putGiven(void *object, const Access &access, const Row &row, Span bytes) {
  std::unique_ptr<void, decltype(&free)> copy(malloc(bytes.size + 1), &free);
  if (copy == nullptr)
    throw std::bad_alloc();
  memcpy(copy.get(), bytes.at, bytes.size);
  kept(access.put(object, row.attribute, copy.get(), static_cast<uint32_t>(bytes.size)));
  (void)copy.release();
}

void Writer::putDevices(void *object, const Access &access, const Row &row) {
  std::vector<const char *> names;
  for (uint32_t left = tape_.u32(); left > 0; --left) {
    const Span name = tape_.text();
    if (name.size > 15) // IFNAMSIZ
      throw Slip{row.name, "has a name of more than 15 bytes", true};
    names.push_back(reinterpret_cast<const char *>(name.at));
  }
  names.push_back(nullptr);
  kept(access.putDevices(object, row.attribute, names.data()));
}

void Writer::putExpressions(void *object, const Access &access) {
  for (Outgoing &one : expressions()) {
    if (one.known == nullptr)
      throw Slip{"expressions", "must not contain an unknown one outside rules and elements"};
    if (&access == &kSetAccess)
      nftnl_set_add_expr(static_cast<nftnl_set *>(object), one.known.release());
    else
      nftnl_expr_add_expr(static_cast<nftnl_expr *>(object), NFTNL_EXPR_DYNSET_EXPRESSIONS, one.known.release());
  }
}

std::vector<Outgoing> Writer::expressions() {
  if (depth_ > kDepth)
    throw Slip{"expressions", "are nested too deeply", true};
  std::vector<Outgoing> list;
  Tape taped(tape_.bytes());
  while (!taped.ended()) {
    Tape one(taped.bytes());
    list.push_back(Writer(one, depth_ + 1).expression());
  }
  return list;
}

Outgoing Writer::expression() {
  const uint32_t number = tape_.u32();
  if (number == kUnknownExpression) {
    const Span kind = tape_.text();
    return {nullptr, std::string(reinterpret_cast<const char *>(kind.at), kind.size), tape_.bytes()};
  }
  const std::span<const Table> tables = expressionTables();
  if (number >= tables.size())
    throw Slip{"tape", "refers to a missing expression", true};
  OwnedExpression known(nftnl_expr_alloc(tables[number].name));
  if (known == nullptr)
    throw Slip{std::string("expression ") + tables[number].name, "is not in this version of libnftnl"};
  fill(known.get(), kExpressionAccess, tables[number]);
  return {std::move(known), "", {}};
}

} // namespace nft

// NOLINTEND(misc-no-recursion)
