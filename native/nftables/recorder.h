#pragma once

#include "attribute.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nft {

/**
 * Lays what was read one value behind the other, for JavaScript to make objects of (lib/nftables/tape/player.ts). A
 * text is a number: each different one stands once, behind everything else.
 */
class Recorder {
public:
  Recorder() { u32(0); }

  void u32(uint32_t value) { raw(&value, sizeof value); }
  void u64(uint64_t value) { raw(&value, sizeof value); }

  /** A length and the bytes, padded to four. */
  void bytes(Span value) {
    u32(static_cast<uint32_t>(value.size));
    raw(value.at, value.size);
    bytes_.resize(align4(bytes_.size()));
  }

  void text(std::string_view value) {
    const auto found = places_.find(value);
    if (found != places_.end())
      return u32(found->second);
    const auto place = static_cast<uint32_t>(places_.size());
    places_.emplace(value, place);
    order_.emplace_back(value);
    u32(place);
  }

  /** A number that is known later: where it stands, for `patch`. */
  size_t open() {
    u32(0);
    return bytes_.size() - 4;
  }
  void patch(size_t at, uint32_t value) { store(bytes_.data() + at, value); }

  /** The tape: where the texts begin, what was laid down, the texts. */
  const std::vector<uint8_t> &finish() {
    patch(0, static_cast<uint32_t>(bytes_.size()));
    u32(static_cast<uint32_t>(order_.size()));
    for (const std::string &one : order_)
      bytes({reinterpret_cast<const uint8_t *>(one.data()), one.size()});
    return bytes_;
  }

private:
  void raw(const void *at, size_t size) {
    const auto *from = static_cast<const uint8_t *>(at);
    bytes_.insert(bytes_.end(), from, from + size);
  }

  std::vector<uint8_t> bytes_;
  std::map<std::string, uint32_t, std::less<>> places_;
  std::vector<std::string> order_;
};

} // namespace nft
