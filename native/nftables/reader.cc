#include "reader.h"

#include <cstring>

namespace nft {
namespace {

/** Enough for some hundred values; what is left of it is little beside what hangs on it. */
constexpr size_t kArena = 8192;

int collect(nftnl_expr *expression, void *list) {
  static_cast<std::vector<nftnl_expr *> *>(list)->push_back(expression);
  return 0;
}

} // namespace

napi_value Reader::bytes(Span bytes) {
  if (bytes.size > left_ || arena_.IsEmpty()) {
    const size_t size = bytes.size > kArena ? bytes.size : kArena;
    const Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(call_.env(), size);
    // A reference, because the next value may be made in another scope.
    arena_ = Napi::Persistent(buffer);
    free_ = static_cast<uint8_t *>(arena_.Value().Data());
    used_ = 0;
    left_ = size;
  }
  if (bytes.size > 0)
    memcpy(free_ + used_, bytes.at, bytes.size);
  napi_value view;
  call_.check(napi_create_typedarray(call_.env(), napi_uint8_array, bytes.size, arena_.Value(), used_, &view));
  used_ += bytes.size;
  left_ -= bytes.size;
  return view;
}

void Reader::fill(napi_value into, void *object, const Access &access, const Table &table) {
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const Row &row = table.rows[i];
    // libnftnl has two flags for a list of expressions, so the list itself is asked.
    if (row.kind != Kind::expressions && !access.has(object, row.attribute))
      continue;
    if (const napi_value one = value(object, access, row))
      call_.set(into, call_.row(table, i), one);
  }
}

napi_value Reader::value(void *object, const Access &access, const Row &row) {
  if (row.kind == Kind::expressions)
    return expressions(object, access);
  if (row.kind == Kind::devices)
    return devices(access.getDevices(object, row.attribute));
  uint32_t size = 0;
  const auto *at = static_cast<const uint8_t *>(access.get(object, row.attribute, &size));
  if (at == nullptr)
    return nullptr;
  switch (row.kind) {
  case Kind::u8:
    return call_.number(*at);
  case Kind::u16:
    return call_.number(load<uint16_t>(at));
  case Kind::u32:
    return call_.number(load<uint32_t>(at));
  case Kind::s32:
    return call_.number(load<int32_t>(at));
  case Kind::u64:
    return call_.bigint(load<uint64_t>(at));
  case Kind::string:
    return call_.text(reinterpret_cast<const char *>(at), NAPI_AUTO_LENGTH);
  case Kind::fixed:
    return bytes({at, row.limit});
  case Kind::bytes:
    return bytes({at, size});
  case Kind::u8List:
    return list(at, size);
  case Kind::devices:
  case Kind::expressions:
    break;
  }
  return nullptr;
}

napi_value Reader::list(const uint8_t *at, size_t size) {
  const napi_value list = call_.array(size);
  for (size_t i = 0; i < size; ++i)
    call_.check(napi_set_element(call_.env(), list, i, call_.number(at[i])));
  return list;
}

napi_value Reader::devices(const char *const *names) {
  if (names == nullptr)
    return nullptr;
  const napi_value list = call_.array(0);
  for (uint32_t i = 0; names[i] != nullptr; ++i)
    call_.check(napi_set_element(call_.env(), list, i, call_.text(names[i], NAPI_AUTO_LENGTH)));
  return list;
}

napi_value Reader::expressions(void *object, const Access &access) {
  std::vector<nftnl_expr *> found;
  if (&access == &kSetAccess)
    nftnl_set_expr_foreach(static_cast<nftnl_set *>(object), collect, &found);
  else
    nftnl_expr_expr_foreach(static_cast<nftnl_expr *>(object), collect, &found);
  if (found.empty())
    return nullptr;
  const napi_value list = call_.array(found.size());
  for (size_t i = 0; i < found.size(); ++i)
    call_.check(napi_set_element(call_.env(), list, i, expression(found[i])));
  return list;
}

napi_value Reader::expression(nftnl_expr *expression) {
  const Table *table = expressionTable(nftnl_expr_get_str(expression, NFTNL_EXPR_NAME));
  const napi_value into = call_.object();
  call_.set(into, call_.word(Word::name), call_.expressionName(*table));
  fill(into, expression, kExpressionAccess, *table);
  return into;
}

napi_value Reader::unknown(Span name, Span raw) {
  const napi_value into = call_.object();
  const size_t length = strnlen(reinterpret_cast<const char *>(name.at), name.size);
  call_.set(into, call_.word(Word::name), call_.word(Word::unknown));
  call_.set(into, call_.word(Word::kind), call_.text(reinterpret_cast<const char *>(name.at), length));
  call_.set(into, call_.word(Word::raw), bytes(raw));
  return into;
}

} // namespace nft
