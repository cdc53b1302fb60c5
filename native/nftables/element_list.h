#pragma once

#include "message.h"

#include <map>
#include <string>
#include <vector>

namespace nft {

/** A column of strings, each kept once. */
class NameList {
public:
  void put(size_t row, const char *text, size_t size);
  bool empty() const { return names_.empty(); }
  const std::vector<std::string> &names() const { return names_; }
  /** As long as the list of elements; -1 for a row without a name. */
  std::vector<int32_t> &index(size_t count) {
    index_.resize(count, -1);
    return index_;
  }

private:
  std::vector<std::string> names_;
  std::map<std::string, int32_t> places_;
  std::vector<int32_t> index_;
};

/** A column of bytes. */
class BytesList {
public:
  void put(size_t row, Span bytes);
  bool empty() const { return offsets_.empty(); }
  const std::vector<uint8_t> &bytes() const { return bytes_; }
  const std::vector<uint32_t> &offsets(size_t count) {
    offsets_.resize(count + 1, static_cast<uint32_t>(bytes_.size()));
    return offsets_;
  }

  /** After `offsets`. */
  Span at(size_t row) const {
    return offsets_[row + 1] == offsets_[row] ? Span{}
                                              : Span{bytes_.data() + offsets_[row], offsets_[row + 1] - offsets_[row]};
  }

private:
  std::vector<uint8_t> bytes_;
  std::vector<uint32_t> offsets_;
};

/** The elements of one set, gathered column by column from the attributes of netlink. No JavaScript here. */
class ElementList {
public:
  ElementList(uint8_t family, std::string table, std::string set)
      : family(family), table(std::move(table)), set(std::move(set)) {}

  /** False where key or data are not as long as those before: then the element begins another list. */
  bool fits(Span element) const;

  /** An element: the payload of an attribute of NFTA_SET_ELEM_LIST_ELEMENTS. False where it is not well formed. */
  bool add(Span element);

  /** Makes every column that is there as long as the list. */
  void complete();

  uint8_t family;
  std::string table, set;
  size_t count = 0;
  size_t keyLen = 0, dataLen = 0;
  std::vector<uint8_t> keys, keyEnds, data;
  std::vector<uint32_t> flags;
  std::vector<int32_t> verdicts;
  std::vector<uint64_t> timeouts, expirations;
  NameList chains, objrefs;
  BytesList userdata;
  /** NFTA_SET_ELEM_EXPR and NFTA_SET_ELEM_EXPRESSIONS, as they came. */
  BytesList expression, expressions;

private:
  bool attribute(const Attribute &attribute);
  bool keyEnd(Span bytes);
  bool payload(Span bytes);
  bool verdict(Span bytes);
};

} // namespace nft
