#pragma once

#include "call.h"

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

/** The columns of a caller, checked: every row below `count` can be read. They live as long as the call. */
struct ElementColumns {
  ElementColumns(const Call &call, napi_value from);

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
  const uint8_t *userdata = nullptr;
  const uint32_t *userdataOffsets = nullptr;
  Names chains;
  Names objrefs;
  /** An array, or nullptr. */
  napi_value expressions = nullptr;

  uint32_t flagsOf(size_t row) const { return flags == nullptr ? 0 : flags[row]; }
  Call::Bytes userdataOf(size_t row) const {
    if (userdataOffsets == nullptr)
      return {nullptr, 0};
    return {userdata + userdataOffsets[row], userdataOffsets[row + 1] - userdataOffsets[row]};
  }
};

} // namespace nft
