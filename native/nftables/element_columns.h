#pragma once

#include "attribute.h"

#include <napi.h>

#include <string>
#include <vector>

namespace nft {

struct Names {
  std::vector<std::string> names;
  const int32_t *index = nullptr;

  /** nullptr for a row without one. */
  const std::string *at(size_t row) const {
    return index == nullptr || index[row] < 0 ? nullptr : &names[static_cast<size_t>(index[row])];
  }
};

struct Chunks {
  const uint8_t *bytes = nullptr;
  const uint32_t *offsets = nullptr;

  /** Empty for a row without any. */
  Span at(size_t row) const {
    return offsets == nullptr ? Span{} : Span{bytes + offsets[row], offsets[row + 1] - offsets[row]};
  }
};

/** The columns of a caller, checked: every row below `count` can be read, as long as the call lasts. */
struct ElementColumns {
  explicit ElementColumns(Napi::Object from);

  size_t count = 0;
  size_t keyLen = 0;
  size_t dataLen = 0;
  const uint8_t *keys = nullptr;
  const uint8_t *keyEnds = nullptr;
  const uint8_t *data = nullptr;
  const uint32_t *flags = nullptr;
  const int32_t *verdicts = nullptr;
  const uint64_t *timeouts = nullptr;
  const uint64_t *expirations = nullptr;
  Names chains;
  Names objrefs;
  Chunks userdata;
  /** The expressions of each row, as they lie on a tape. */
  Chunks expressions;

  uint32_t flagsOf(size_t row) const { return flags == nullptr ? 0 : flags[row]; }
};

/** The columns that the commands of one call refer to by number. */
class ElementSource {
public:
  explicit ElementSource(Napi::Array list) : list_(list) {}
  ElementColumns at(uint32_t number) const;

private:
  Napi::Array list_;
};

} // namespace nft
