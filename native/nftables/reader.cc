#include "reader.h"

#include <cstring>

// Expressions hold expressions: as deep as the scrubber lets them.
// NOLINTBEGIN(misc-no-recursion)

namespace nft {
namespace {

int collect(nftnl_expr *expression, void *list) {
  static_cast<std::vector<nftnl_expr *> *>(list)->push_back(expression);
  return 0;
}

} // namespace

void Reader::fill(void *object, const Access &access, const Table &table, const Table *more) {
  const size_t start = recorder_.open();
  uint32_t count = rows(object, access, table, 0);
  if (more != nullptr)
    count += rows(object, access, *more, static_cast<uint32_t>(table.rows.size()));
  recorder_.patch(start, count);
}

uint32_t Reader::rows(void *object, const Access &access, const Table &table, uint32_t first) {
  uint32_t count = 0;
  uint32_t number = first;
  for (const Row &row : table.rows) {
    // libnftnl has two flags for a list of expressions, so the list itself is asked.
    if (row.kind == Kind::expressions || access.has(object, row.attribute))
      count += value(object, access, row, number) ? 1 : 0;
    ++number;
  }
  return count;
}

bool Reader::value(void *object, const Access &access, const Row &row, uint32_t number) {
  if (row.kind == Kind::expressions)
    return expressions(object, access, number);
  if (row.kind == Kind::devices)
    return devices(number, access.getDevices(object, row.attribute));
  uint32_t size = 0;
  const auto *at = static_cast<const uint8_t *>(access.get(object, row.attribute, &size));
  if (at == nullptr)
    return false;
  recorder_.u32(number);
  switch (row.kind) {
  case Kind::u8:
    recorder_.u32(*at);
    break;
  case Kind::u16:
    recorder_.u32(load<uint16_t>(at));
    break;
  case Kind::u32:
  case Kind::s32:
    recorder_.u32(load<uint32_t>(at));
    break;
  case Kind::u64:
    recorder_.u64(load<uint64_t>(at));
    break;
  case Kind::string:
    recorder_.text(reinterpret_cast<const char *>(at));
    break;
  case Kind::fixed:
    recorder_.bytes({at, row.limit});
    break;
  default:
    recorder_.bytes({at, size});
  }
  return true;
}

bool Reader::devices(uint32_t number, const char *const *names) {
  if (names == nullptr)
    return false;
  recorder_.u32(number);
  const size_t start = recorder_.open();
  uint32_t count = 0;
  for (; names[count] != nullptr; ++count)
    recorder_.text(names[count]);
  recorder_.patch(start, count);
  return true;
}

bool Reader::expressions(void *object, const Access &access, uint32_t number) {
  std::vector<nftnl_expr *> found;
  if (&access == &kSetAccess)
    nftnl_set_expr_foreach(static_cast<nftnl_set *>(object), collect, &found);
  else
    nftnl_expr_expr_foreach(static_cast<nftnl_expr *>(object), collect, &found);
  if (found.empty())
    return false;
  recorder_.u32(number);
  recorder_.u32(static_cast<uint32_t>(found.size()));
  for (nftnl_expr *one : found)
    expression(one);
  return true;
}

void Reader::expression(nftnl_expr *expression) {
  const Table *table = expressionTable(nftnl_expr_get_str(expression, NFTNL_EXPR_NAME));
  recorder_.u32(static_cast<uint32_t>(table - expressionTables().data()));
  fill(expression, kExpressionAccess, *table);
}

void Reader::unknown(Span name, Span raw) {
  recorder_.u32(kUnknownExpression);
  const auto *text = reinterpret_cast<const char *>(name.at);
  recorder_.text({text, textLength(name)});
  recorder_.bytes(raw);
}

} // namespace nft

// NOLINTEND(misc-no-recursion)
