#include "element_columns.h"

#include "tape.h"

#include <cmath>
#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

/** One longer than any name that the kernel takes. */
constexpr size_t kName = 256;

/** A typed array with at least `length` items; nullptr where there is none. */
template <typename T>
const T *column(const Napi::Object &from, const char *name, napi_typedarray_type wanted, size_t length) {
  const Napi::Value value = from.Get(name);
  if (value.IsUndefined())
    return nullptr;
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != wanted)
    throw Slip{name, "is not a typed array of the right type"};
  const auto array = value.As<Napi::TypedArray>();
  if (array.ElementLength() < length)
    throw Slip{name, "has " + std::to_string(array.ElementLength()) + " items, not " + std::to_string(length), true};
  napi_typedarray_type type;
  size_t items;
  void *at;
  if (napi_get_typedarray_info(from.Env(), value, &type, &items, &at, nullptr, nullptr) != napi_ok)
    throw Napi::Error::New(from.Env());
  return static_cast<const T *>(at);
}

size_t number(const Napi::Object &from, const char *name, double max) {
  const Napi::Value value = from.Get(name);
  if (value.IsUndefined())
    return 0;
  if (!value.IsNumber())
    throw Slip{name, "is not a number"};
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= max) || number != std::floor(number))
    throw Slip{name, "is not a whole number up to " + std::to_string(static_cast<uint64_t>(max)), true};
  return static_cast<size_t>(number);
}

/** The object below `name`; empty where there is none. */
Napi::Object below(const Napi::Object &from, const char *name) {
  const Napi::Value value = from.Get(name);
  if (value.IsUndefined())
    return {};
  if (!value.IsObject())
    throw Slip{name, "is not an object"};
  return value.As<Napi::Object>();
}

std::vector<std::string> strings(const Napi::Object &from, const char *name) {
  const Napi::Value value = from.Get(name);
  if (!value.IsArray())
    throw Slip{name, "is not an array"};
  const auto array = value.As<Napi::Array>();
  std::vector<std::string> list;
  for (uint32_t i = 0; i < array.Length(); ++i) {
    const Napi::HandleScope scope(from.Env());
    const Napi::Value one = array.Get(i);
    if (!one.IsString())
      throw Slip{std::string(name) + "[" + std::to_string(i) + "]", "is not a string"};
    list.push_back(one.As<Napi::String>().Utf8Value());
    if (list.back().size() >= kName || list.back().find('\0') != std::string::npos)
      throw Slip{std::string(name) + "[" + std::to_string(i) + "]", "is not a name", true};
  }
  return list;
}

Names names(const Napi::Object &from, const char *name, size_t count) {
  Names result;
  try {
    const Napi::Object parts = below(from, name);
    if (parts.IsEmpty())
      return result;
    result.names = strings(parts, "names");
    result.index = column<int32_t>(parts, "index", napi_int32_array, count);
    for (size_t i = 0; result.index != nullptr && i < count; ++i)
      if (result.index[i] >= 0 && static_cast<size_t>(result.index[i]) >= result.names.size())
        throw Slip{"index", "points past the names at row " + std::to_string(i), true};
  } catch (const Slip &slip) {
    throw slip.path == name ? slip : slip.under(name);
  }
  return result;
}

Chunks chunks(const Napi::Object &from, const char *name, size_t count, size_t limit) {
  Chunks result;
  try {
    const Napi::Object parts = below(from, name);
    if (parts.IsEmpty())
      return result;
    result.offsets = column<uint32_t>(parts, "offsets", napi_uint32_array, count + 1);
    if (result.offsets == nullptr)
      throw Slip{"offsets", "are missing"};
    for (size_t i = 0; i < count; ++i)
      if (result.offsets[i] > result.offsets[i + 1] || result.offsets[i + 1] - result.offsets[i] > limit)
        throw Slip{"offsets", "do not fit at row " + std::to_string(i), true};
    result.bytes = column<uint8_t>(parts, "bytes", napi_uint8_array, result.offsets[count]);
    if (result.bytes == nullptr)
      throw Slip{"bytes", "are missing"};
  } catch (const Slip &slip) {
    throw slip.path == name ? slip : slip.under(name);
  }
  return result;
}

} // namespace

ElementColumns::ElementColumns(Napi::Object from)
    : count(number(from, "count", UINT32_MAX - 1)), keyLen(number(from, "keyLen", NFT_DATA_VALUE_MAXLEN)),
      dataLen(number(from, "dataLen", NFT_DATA_VALUE_MAXLEN)),
      keys(column<uint8_t>(from, "keys", napi_uint8_array, count * keyLen)),
      keyEnds(column<uint8_t>(from, "keyEnds", napi_uint8_array, count * keyLen)),
      data(column<uint8_t>(from, "data", napi_uint8_array, count * dataLen)),
      flags(column<uint32_t>(from, "flags", napi_uint32_array, count)),
      verdicts(column<int32_t>(from, "verdicts", napi_int32_array, count)),
      timeouts(column<uint64_t>(from, "timeouts", napi_biguint64_array, count)),
      expirations(column<uint64_t>(from, "expirations", napi_biguint64_array, count)),
      chains(names(from, "chains", count)), objrefs(names(from, "objrefs", count)),
      userdata(chunks(from, "userdata", count, 256)), expressions(chunks(from, "expressions", count, UINT16_MAX)) {}

ElementColumns ElementSource::at(uint32_t number) const {
  const Napi::Value columns = list_.Get(number);
  if (!columns.IsObject())
    throw Slip{"elements[" + std::to_string(number) + "]", "is not an object"};
  try {
    return ElementColumns(columns.As<Napi::Object>());
  } catch (const Slip &slip) {
    throw slip.under("elements");
  }
}

} // namespace nft
