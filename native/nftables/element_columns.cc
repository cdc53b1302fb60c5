#include "element_columns.h"

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

/** Finds the columns of one object; what it throws names the column. */
class Finder {
public:
  Finder(const Call &call, napi_value from) : call_(call), from_(from) {}

  napi_value find(Word word) const {
    const napi_value value = call_.get(from_, call_.word(word));
    return call_.absent(value) ? nullptr : value;
  }

  /** A typed array with at least `length` items; nullptr where there is none. */
  template <typename T> const T *column(Word word, const char *name, napi_typedarray_type wanted, size_t length) const {
    const napi_value value = find(word);
    if (value == nullptr)
      return nullptr;
    napi_typedarray_type type;
    size_t items;
    void *at;
    if (napi_get_typedarray_info(call_.env(), value, &type, &items, &at, nullptr, nullptr) != napi_ok || type != wanted)
      throw Slip{name, "is not a typed array of the right type"};
    if (items < length)
      throw Slip{name, "has " + std::to_string(items) + " items, not " + std::to_string(length), true};
    return static_cast<const T *>(at);
  }

  uint32_t number(Word word, const char *name, uint32_t max) const {
    const napi_value value = find(word);
    if (value == nullptr)
      return 0;
    try {
      return call_.u32(value, max);
    } catch (const Slip &slip) {
      throw slip.under(name);
    }
  }

private:
  const Call &call_;
  napi_value from_;
};

/** One longer than any name that the kernel takes. */
constexpr size_t kName = 255;

std::vector<std::string> strings(const Call &call, napi_value array) {
  bool is;
  uint32_t length;
  call.check(napi_is_array(call.env(), array, &is));
  if (!is)
    throw Slip{"names", "is not an array"};
  call.check(napi_get_array_length(call.env(), array, &length));
  std::vector<std::string> list;
  for (uint32_t i = 0; i < length; ++i) {
    const Napi::HandleScope scope(call.env());
    char buffer[kName + 1];
    napi_value one;
    call.check(napi_get_element(call.env(), array, i, &one));
    try {
      list.emplace_back(buffer, call.string(one, buffer, kName));
    } catch (const Slip &slip) {
      throw slip.under("names[" + std::to_string(i) + "]");
    }
  }
  return list;
}

Names names(const Call &call, napi_value from, size_t count) {
  Names column;
  if (from == nullptr)
    return column;
  const Finder finder(call, from);
  const napi_value list = finder.find(Word::names);
  column.names = strings(call, list == nullptr ? from : list);
  column.index = finder.column<int32_t>(Word::index, "index", napi_int32_array, count);
  for (size_t i = 0; column.index != nullptr && i < count; ++i)
    if (column.index[i] >= 0 && static_cast<size_t>(column.index[i]) >= column.names.size())
      throw Slip{"index", "points behind the names at row " + std::to_string(i), true};
  return column;
}

} // namespace

ElementColumns::ElementColumns(const Call &call, napi_value from) {
  const Finder finder(call, from);
  count = finder.number(Word::count, "count", UINT32_MAX - 1);
  keyLen = finder.number(Word::keyLen, "keyLen", NFT_DATA_VALUE_MAXLEN);
  dataLen = finder.number(Word::dataLen, "dataLen", NFT_DATA_VALUE_MAXLEN);
  keys = finder.column<uint8_t>(Word::keys, "keys", napi_uint8_array, count * keyLen);
  keyEnds = finder.column<uint8_t>(Word::keyEnds, "keyEnds", napi_uint8_array, count * keyLen);
  data = finder.column<uint8_t>(Word::data, "data", napi_uint8_array, count * dataLen);
  flags = finder.column<uint32_t>(Word::flags, "flags", napi_uint32_array, count);
  verdicts = finder.column<int32_t>(Word::verdicts, "verdicts", napi_int32_array, count);
  timeouts = finder.column<uint64_t>(Word::timeouts, "timeouts", napi_biguint64_array, count);
  expirations = finder.column<uint64_t>(Word::expirations, "expirations", napi_biguint64_array, count);
  try {
    chains = names(call, finder.find(Word::chains), count);
  } catch (const Slip &slip) {
    throw slip.under("chains");
  }
  try {
    objrefs = names(call, finder.find(Word::objrefs), count);
  } catch (const Slip &slip) {
    throw slip.under("objrefs");
  }
  if (const napi_value column = finder.find(Word::userdata)) {
    const Finder parts(call, column);
    userdataOffsets = parts.column<uint32_t>(Word::offsets, "userdata.offsets", napi_uint32_array, count + 1);
    const size_t size = userdataOffsets == nullptr ? 0 : userdataOffsets[count];
    for (size_t i = 0; userdataOffsets != nullptr && i < count; ++i)
      if (userdataOffsets[i] > userdataOffsets[i + 1] || userdataOffsets[i + 1] - userdataOffsets[i] > 256)
        throw Slip{"userdata.offsets", "do not fit at row " + std::to_string(i), true};
    userdata = parts.column<uint8_t>(Word::bytes, "userdata.bytes", napi_uint8_array, size);
    if (userdata == nullptr && size > 0)
      throw Slip{"userdata.bytes", "are missing"};
  }
  expressions = finder.find(Word::expressions);
}

} // namespace nft
