#include "element_list.h"

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

/** NFTA_DATA_VALUE of a nest; empty where there is none. */
Span valueOf(Span bytes) {
  Attributes attributes(bytes);
  Attribute next;
  while (attributes.next(next))
    if (next.type == NFTA_DATA_VALUE)
      return next.payload;
  return {};
}

/** Puts one item into row `row` of a column that may have begun later than its list. */
void putBytes(std::vector<uint8_t> &column, size_t row, Span value) {
  column.resize(row * value.size);
  column.insert(column.end(), value.at, value.at + value.size);
}

template <typename T> void put(std::vector<T> &column, size_t row, T value) {
  column.resize(row);
  column.push_back(value);
}

} // namespace

void NameList::put(size_t row, const char *text, size_t size) {
  const auto [place, isNew] = places_.try_emplace(std::string(text, size), static_cast<int32_t>(names_.size()));
  if (isNew)
    names_.push_back(place->first);
  index_.resize(row, -1);
  index_.push_back(place->second);
}

void BytesList::put(size_t row, Span bytes) {
  offsets_.resize(row + 1, static_cast<uint32_t>(bytes_.size()));
  bytes_.insert(bytes_.end(), bytes.at, bytes.at + bytes.size);
}

bool ElementList::fits(Span element) const {
  Attributes attributes(element);
  Attribute next;
  while (attributes.next(next)) {
    if (next.type != NFTA_SET_ELEM_KEY && next.type != NFTA_SET_ELEM_DATA)
      continue;
    const size_t before = next.type == NFTA_SET_ELEM_KEY ? keyLen : dataLen;
    const size_t size = valueOf(next.payload).size;
    if (before != 0 && size != 0 && size != before)
      return false;
  }
  return true;
}

bool ElementList::add(Span element) {
  Attributes attributes(element);
  Attribute next;
  while (attributes.next(next))
    if (!attribute(next))
      return false;
  if (!attributes.sound())
    return false;
  ++count;
  return true;
}

bool ElementList::attribute(const Attribute &attribute) {
  const Span bytes = attribute.payload;
  switch (attribute.type) {
  case NFTA_SET_ELEM_KEY: {
    const Span value = valueOf(bytes);
    if (value.size == 0 || value.size > NFT_DATA_VALUE_MAXLEN || (keyLen != 0 && value.size != keyLen))
      return false;
    keyLen = value.size;
    putBytes(keys, count, value);
    return true;
  }
  case NFTA_SET_ELEM_KEY_END:
    return keyEnd(valueOf(bytes));
  case NFTA_SET_ELEM_DATA:
    return payload(bytes);
  case NFTA_SET_ELEM_FLAGS:
    if (bytes.size == 4)
      put(flags, count, be32(bytes.at));
    return bytes.size == 4;
  case NFTA_SET_ELEM_TIMEOUT:
    if (bytes.size == 8)
      put(timeouts, count, be64(bytes.at));
    return bytes.size == 8;
  case NFTA_SET_ELEM_EXPIRATION:
    if (bytes.size == 8)
      put(expirations, count, be64(bytes.at));
    return bytes.size == 8;
  case NFTA_SET_ELEM_USERDATA:
    userdata.put(count, bytes);
    return true;
  case NFTA_SET_ELEM_OBJREF:
    objrefs.put(count, reinterpret_cast<const char *>(bytes.at), textLength(bytes));
    return true;
  case NFTA_SET_ELEM_EXPR:
    expression.put(count, bytes);
    return true;
  case NFTA_SET_ELEM_EXPRESSIONS:
    expressions.put(count, bytes);
    return true;
  default:
    return true;
  }
}

// An element without an upper end is a range of one, so the rows before are filled with their keys.
bool ElementList::keyEnd(Span value) {
  if (value.size == 0 || (keyLen != 0 && value.size != keyLen))
    return false;
  keyLen = value.size;
  if (keyEnds.size() < count * keyLen) {
    keys.resize(std::max(keys.size(), count * keyLen));
    keyEnds.insert(keyEnds.end(), keys.begin() + static_cast<ptrdiff_t>(keyEnds.size()),
                   keys.begin() + static_cast<ptrdiff_t>(count * keyLen));
  }
  putBytes(keyEnds, count, value);
  return true;
}

bool ElementList::payload(Span bytes) {
  Attributes attributes(bytes);
  Attribute next;
  while (attributes.next(next)) {
    if (next.type == NFTA_DATA_VERDICT)
      return verdict(next.payload);
    if (next.type != NFTA_DATA_VALUE)
      continue;
    if (next.payload.size == 0 || next.payload.size > NFT_DATA_VALUE_MAXLEN ||
        (dataLen != 0 && next.payload.size != dataLen))
      return false;
    dataLen = next.payload.size;
    putBytes(data, count, next.payload);
  }
  return attributes.sound();
}

bool ElementList::verdict(Span bytes) {
  Attributes attributes(bytes);
  Attribute next;
  while (attributes.next(next)) {
    if (next.type == NFTA_VERDICT_CODE && next.payload.size == 4)
      put(verdicts, count, static_cast<int32_t>(be32(next.payload.at)));
    if (next.type == NFTA_VERDICT_CHAIN)
      chains.put(count, reinterpret_cast<const char *>(next.payload.at), textLength(next.payload));
  }
  return attributes.sound();
}

void ElementList::complete() {
  keys.resize(count * keyLen);
  if (!keyEnds.empty() && keyEnds.size() < keys.size())
    keyEnds.insert(keyEnds.end(), keys.begin() + static_cast<ptrdiff_t>(keyEnds.size()), keys.end());
  if (!data.empty())
    data.resize(count * dataLen);
  if (!flags.empty())
    flags.resize(count);
  if (!verdicts.empty())
    verdicts.resize(count);
  if (!timeouts.empty())
    timeouts.resize(count);
  if (!expirations.empty())
    expirations.resize(count);
}

} // namespace nft
