#include "call.h"

#include <cmath>
#include <cstring>

namespace nft {
namespace {

// In the order of Word.
constexpr const char *kWords[] = {
    "name",           "expressions", "rest",       "type",  "kind",     "raw",     "flags",   "sequence",
    "object",         "elements",    "family",     "table", "set",      "id",      "count",   "keyLen",
    "keys",           "keyEnds",     "dataLen",    "data",  "verdicts", "chains",  "objrefs", "timeouts",
    "expirations",    "userdata",    "names",      "index", "bytes",    "offsets", "procPid", "procName",
    "ctTimeoutArray", "unknown",     "generation", "open",
};
constexpr size_t kWordCount = sizeof kWords / sizeof *kWords;
static_assert(kWordCount == static_cast<size_t>(Word::words));

std::vector<const char *> allStrings() {
  std::vector<const char *> all(kWords, kWords + kWordCount);
  for (const Table &table : expressionTables())
    for (const Row &row : table.rows)
      all.push_back(row.name);
  for (size_t i = 0; i < static_cast<size_t>(ObjectTable::count); ++i)
    for (const Row &row : objectTable(static_cast<ObjectTable>(i)).rows)
      all.push_back(row.name);
  for (const Table &table : expressionTables())
    all.push_back(table.name);
  return all;
}

} // namespace

// A string that was once the name of a property is found by its address ever after: so each is made one first.
Environment::Environment(Napi::Env env) {
  const std::vector<const char *> all = allStrings();
  Napi::Object names = Napi::Object::New(env);
  Napi::Array list = Napi::Array::New(env, all.size());
  for (const char *one : all)
    names.Set(one, true);
  Napi::Array unique = names.GetPropertyNames();
  Napi::Object places = Napi::Object::New(env);
  for (uint32_t i = 0; i < unique.Length(); ++i)
    places.Set(unique.Get(i), i);
  for (uint32_t i = 0; i < all.size(); ++i)
    list.Set(i, unique.Get(places.Get(all[i]).As<Napi::Number>().Uint32Value()));
  strings = Napi::Persistent(list);
}

Slip Slip::under(const std::string &key) const {
  return {path.empty() ? key : path[0] == '[' ? key + path : key + "." + path, reason, range};
}

// All of them at once, because a handle made later would die with the inner scope that it was made in.
Call::Call(Napi::Env env) : env_(env) {
  const napi_value strings = env.GetInstanceData<Environment>()->strings.Value();
  strings_.resize(static_cast<size_t>(Word::words) + rowCount() + expressionTables().size());
  for (size_t i = 0; i < strings_.size(); ++i)
    check(napi_get_element(env_, strings, i, &strings_[i]));
}

napi_value Call::expressionName(const Table &table) const {
  const size_t place = &table - expressionTables().data();
  return strings_[static_cast<size_t>(Word::words) + rowCount() + place];
}

napi_value Call::get(napi_value object, napi_value key) const {
  napi_value value;
  check(napi_get_property(env_, object, key, &value));
  return value;
}

napi_valuetype Call::typeOf(napi_value value) const {
  napi_valuetype type;
  check(napi_typeof(env_, value, &type));
  return type;
}

uint32_t Call::u32(napi_value value, uint32_t max) const {
  double number;
  if (napi_get_value_double(env_, value, &number) != napi_ok)
    throw Slip{"", "is not a number"};
  if (!(number >= 0 && number <= max) || number != std::floor(number))
    throw Slip{"", "is not a whole number from 0 to " + std::to_string(max), true};
  return static_cast<uint32_t>(number);
}

int32_t Call::s32(napi_value value) const {
  double number;
  if (napi_get_value_double(env_, value, &number) != napi_ok)
    throw Slip{"", "is not a number"};
  if (!(number >= INT32_MIN && number <= INT32_MAX) || number != std::floor(number))
    throw Slip{"", "is not a whole number of 32 bits", true};
  return static_cast<int32_t>(number);
}

uint64_t Call::u64(napi_value value) const {
  uint64_t number;
  bool lossless;
  if (napi_get_value_bigint_uint64(env_, value, &number, &lossless) != napi_ok)
    throw Slip{"", "is not a bigint"};
  if (!lossless)
    throw Slip{"", "is not a whole number of 64 bits without a sign", true};
  return number;
}

bool Call::boolean(napi_value value) const {
  bool result;
  if (napi_get_value_bool(env_, value, &result) != napi_ok)
    throw Slip{"", "is not a boolean"};
  return result;
}

size_t Call::string(napi_value value, char *buffer, size_t limit) const {
  size_t size;
  if (napi_get_value_string_utf8(env_, value, nullptr, 0, &size) != napi_ok)
    throw Slip{"", "is not a string"};
  if (size > limit)
    throw Slip{"", "is longer than " + std::to_string(limit) + " bytes", true};
  check(napi_get_value_string_utf8(env_, value, buffer, limit + 1, &size));
  if (memchr(buffer, 0, size) != nullptr)
    throw Slip{"", "holds a zero", true};
  return size;
}

Call::Bytes Call::bytes(napi_value value) const {
  napi_typedarray_type type;
  size_t size;
  void *at;
  if (napi_get_typedarray_info(env_, value, &type, &size, &at, nullptr, nullptr) != napi_ok || type != napi_uint8_array)
    throw Slip{"", "is not a Uint8Array"};
  return {static_cast<const uint8_t *>(at), size};
}

napi_value Call::number(double value) const {
  napi_value result;
  check(napi_create_double(env_, value, &result));
  return result;
}

napi_value Call::bigint(uint64_t value) const {
  napi_value result;
  check(napi_create_bigint_uint64(env_, value, &result));
  return result;
}

napi_value Call::text(const char *value, size_t size) const {
  napi_value result;
  check(napi_create_string_utf8(env_, value, size, &result));
  return result;
}

napi_value Call::object() const {
  napi_value result;
  check(napi_create_object(env_, &result));
  return result;
}

napi_value Call::array(size_t size) const {
  napi_value result;
  check(napi_create_array_with_length(env_, size, &result));
  return result;
}

} // namespace nft
