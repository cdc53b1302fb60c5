#pragma once

#include "attribute.h"

#include <string>

namespace nft {

/** A value of the caller that does not fit, or a tape that does not hold what it should. */
struct Slip {
  std::string path;
  std::string reason;
  bool range = false;

  /** The same slip, seen from one object further out. */
  Slip under(const std::string &key) const {
    return {path.empty() ? key : path[0] == '[' ? key + path : key + "." + path, reason, range};
  }
};

/**
 * Objects that JavaScript laid down one value behind the other (lib/nftables/tape/recorder.ts): asking Node-API for
 * every property takes five times as long. Every item begins at a multiple of four.
 */
class Tape {
public:
  explicit Tape(Span bytes) : at_(bytes.at), left_(bytes.size) {}

  uint32_t u32() { return load<uint32_t>(take(4)); }
  uint64_t u64() { return load<uint64_t>(take(8)); }

  /** A length and as many bytes. */
  Span bytes() {
    const size_t size = u32();
    return {take(align4(size)), size};
  }

  /** Bytes that end in a zero, which is not counted. */
  Span text() {
    const Span text = bytes();
    if (text.size == 0 || memchr(text.at, 0, text.size) != text.at + text.size - 1)
      throw Slip{"tape", "has an unterminated string", true};
    return {text.at, text.size - 1};
  }

  const uint8_t *at() const { return at_; }
  bool ended() const { return left_ == 0; }

private:
  const uint8_t *take(size_t size) {
    if (size > left_)
      throw Slip{"tape", "is too short", true};
    const uint8_t *taken = at_;
    at_ += size;
    left_ -= size;
    return taken;
  }

  const uint8_t *at_;
  size_t left_;
};

} // namespace nft
