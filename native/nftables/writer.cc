#include "writer.h"

#include <array>
#include <cstring>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <new>

namespace nft {
namespace {

uint32_t lengthOf(const Call &call, napi_value array) {
  bool is;
  uint32_t length = 0;
  call.check(napi_is_array(call.env(), array, &is));
  if (!is)
    throw Slip{"", "is not an array"};
  call.check(napi_get_array_length(call.env(), array, &length));
  return length;
}

napi_value at(const Call &call, napi_value array, uint32_t index) {
  napi_value value;
  call.check(napi_get_element(call.env(), array, index, &value));
  return value;
}

std::string bracket(uint32_t index) { return "[" + std::to_string(index) + "]"; }

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

void Writer::fill(void *object, const Access &access, const Table &table, napi_value from) {
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const napi_value value = call_.get(from, call_.row(table, i));
    if (call_.absent(value))
      continue;
    try {
      put(object, access, table.rows[i], value);
    } catch (const Slip &slip) {
      throw slip.under(table.rows[i].name);
    }
  }
}

template <typename T> void Writer::keep(void *object, const Access &access, const Row &row, T value) {
  room_ += 16;
  kept(access.put(object, row.attribute, &value, sizeof value));
}

void Writer::put(void *object, const Access &access, const Row &row, napi_value value) {
  switch (row.kind) {
  case Kind::u8:
    return keep(object, access, row, static_cast<uint8_t>(call_.u32(value, UINT8_MAX)));
  case Kind::u16:
    return keep(object, access, row, static_cast<uint16_t>(call_.u32(value, UINT16_MAX)));
  case Kind::u32:
    return keep(object, access, row, call_.u32(value));
  case Kind::s32:
    return keep(object, access, row, call_.s32(value));
  case Kind::u64:
    return keep(object, access, row, call_.u64(value));
  case Kind::string:
    return putString(object, access, row, value);
  case Kind::bytes:
  case Kind::fixed:
    return putBytes(object, access, row, value);
  case Kind::u8List:
    return putList(object, access, row, value);
  case Kind::devices:
    return putDevices(object, access, row, value);
  case Kind::expressions:
    return putExpressions(object, access, value);
  }
}

void Writer::putString(void *object, const Access &access, const Row &row, napi_value value) {
  char buffer[256];
  const size_t size = call_.string(value, buffer, row.limit);
  room_ += size + 16;
  kept(access.put(object, row.attribute, buffer, size + 1));
}

void Writer::putBytes(void *object, const Access &access, const Row &row, napi_value value) {
  const Call::Bytes bytes = call_.bytes(value);
  if (row.kind == Kind::fixed && bytes.size != row.limit)
    throw Slip{"", "is not " + std::to_string(row.limit) + " bytes long", true};
  if (bytes.size > row.limit)
    throw Slip{"", "is longer than " + std::to_string(row.limit) + " bytes", true};
  if (bytes.size == 0)
    return;
  room_ += bytes.size + 32;
  kept(access.put(object, row.attribute, bytes.at, bytes.size));
}

void Writer::putList(void *object, const Access &access, const Row &row, napi_value value) {
  std::array<uint8_t, 64> list;
  const uint32_t length = lengthOf(call_, value);
  if (length > row.limit)
    throw Slip{"", "has more than " + std::to_string(row.limit) + " numbers", true};
  for (uint32_t i = 0; i < length; ++i) {
    try {
      list[i] = static_cast<uint8_t>(call_.u32(at(call_, value, i), UINT8_MAX));
    } catch (const Slip &slip) {
      throw slip.under(bracket(i));
    }
  }
  room_ += 32 * length;
  kept(access.put(object, row.attribute, list.data(), length));
}

void Writer::putDevices(void *object, const Access &access, const Row &row, napi_value value) {
  const uint32_t length = lengthOf(call_, value);
  std::vector<std::array<char, 16>> names(length); // IFNAMSIZ
  std::vector<const char *> pointers(length + 1, nullptr);
  for (uint32_t i = 0; i < length; ++i) {
    try {
      call_.string(at(call_, value, i), names[i].data(), 15);
    } catch (const Slip &slip) {
      throw slip.under(bracket(i));
    }
    pointers[i] = names[i].data();
  }
  room_ += 32 * length;
  kept(access.putDevices(object, row.attribute, pointers.data()));
}

void Writer::putExpressions(void *object, const Access &access, napi_value value) {
  for (Outgoing &one : expressions(value)) {
    if (one.known == nullptr)
      throw Slip{"", "holds an unknown expression, which has its place in rules and elements alone"};
    if (&access == &kSetAccess)
      nftnl_set_add_expr(static_cast<nftnl_set *>(object), one.known.release());
    else
      nftnl_expr_add_expr(static_cast<nftnl_expr *>(object), NFTNL_EXPR_DYNSET_EXPRESSIONS, one.known.release());
  }
}

std::vector<Outgoing> Writer::expressions(napi_value from) {
  const uint32_t length = lengthOf(call_, from);
  std::vector<Outgoing> list;
  list.reserve(length);
  for (uint32_t i = 0; i < length; ++i) {
    const Napi::HandleScope scope(call_.env());
    try {
      list.push_back(expression(at(call_, from, i)));
    } catch (const Slip &slip) {
      throw slip.under(bracket(i));
    }
  }
  return list;
}

Outgoing Writer::expression(napi_value from) {
  char name[64];
  try {
    call_.string(call_.get(from, call_.word(Word::name)), name, sizeof name - 1);
    if (strcmp(name, "unknown") == 0) {
      Outgoing raw;
      call_.string(call_.get(from, call_.word(Word::kind)), name, sizeof name - 1);
      raw.kind = name;
      raw.raw = call_.bytes(call_.get(from, call_.word(Word::raw)));
      room_ += raw.raw.size + 128;
      return raw;
    }
  } catch (const Slip &slip) {
    throw slip.under("name");
  }
  const Table *table = expressionTable(name);
  OwnedExpression known(table == nullptr ? nullptr : nftnl_expr_alloc(name));
  if (known == nullptr)
    throw Slip{"name", "is not an expression that libnftnl has"};
  room_ += 128;
  fill(known.get(), kExpressionAccess, *table, from);
  return {std::move(known), "", {}};
}

} // namespace nft
