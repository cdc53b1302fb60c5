#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <endian.h>

namespace nft {

struct Span {
  const uint8_t *at = nullptr;
  size_t size = 0;
};

template <typename T> T load(const uint8_t *at) {
  T value;
  memcpy(&value, at, sizeof value);
  return value;
}

template <typename T> void store(uint8_t *at, T value) { memcpy(at, &value, sizeof value); }

inline uint16_t be16(const uint8_t *at) { return be16toh(load<uint16_t>(at)); }
inline uint32_t be32(const uint8_t *at) { return be32toh(load<uint32_t>(at)); }
inline uint64_t be64(const uint8_t *at) { return be64toh(load<uint64_t>(at)); }

/** As much of a text as comes before its zero, if it has one. */
inline size_t textLength(Span bytes) {
  return bytes.size == 0 ? 0 : strnlen(reinterpret_cast<const char *>(bytes.at), bytes.size);
}

constexpr size_t align4(size_t size) { return (size + 3) & ~size_t{3}; }

constexpr size_t kAttributeHeader = 4; // sizeof(struct nlattr)
constexpr uint16_t kTypeMask = 0x3fff; // NLA_TYPE_MASK

/** One netlink attribute, proven to lie inside the bytes that it was read from. */
struct Attribute {
  uint16_t type;
  const uint8_t *header;
  Span payload;
};

/** Walks over attributes and trusts no length. */
class Attributes {
public:
  /** libmnl takes a nest that is empty, and none that is shorter than the header of an attribute. */
  explicit Attributes(Span bytes)
      : at_(bytes.at), left_(bytes.size), sound_(bytes.size == 0 || bytes.size >= kAttributeHeader) {}

  /** False at the end, and where the next length is wrong: then `sound` is false too. */
  bool next(Attribute &out) {
    if (left_ < kAttributeHeader)
      return false;
    const size_t length = load<uint16_t>(at_);
    if (length < kAttributeHeader || length > left_) {
      sound_ = false;
      return false;
    }
    out.type = load<uint16_t>(at_ + 2) & kTypeMask;
    out.header = at_;
    out.payload = {at_ + kAttributeHeader, length - kAttributeHeader};
    const size_t step = align4(length) < left_ ? align4(length) : left_;
    at_ += step;
    left_ -= step;
    return true;
  }

  bool sound() const { return sound_; }

private:
  const uint8_t *at_;
  size_t left_;
  bool sound_;
};

} // namespace nft
