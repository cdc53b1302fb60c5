#pragma once

#include "attribute.h"

#include <vector>

namespace nft {

/**
 * What was made for some bytes, to be used again for equal ones: a small table in which newer bytes take the place of
 * older ones with the same hash. The bytes of the keys stay with the caller.
 */
class ByteMap {
public:
  static constexpr uint32_t kSlots = 1 << 10;

  struct Slot {
    Span key;
    uint64_t hash = 0;
    uint64_t value = 0;
  };

  /** Whether `slot` holds what was made for equal bytes; else it is prepared for them. */
  bool find(Span key, Slot *&slot) {
    const uint64_t hash = hashOf(key);
    slot = &slots_[number(hash)];
    if (slot->key.at != nullptr && slot->hash == hash && slot->key.size == key.size &&
        memcmp(slot->key.at, key.at, key.size) == 0)
      return true;
    *slot = {key, hash, 0};
    return false;
  }

  uint32_t number(const Slot *slot) const { return static_cast<uint32_t>(slot - slots_.data()); }

private:
  static uint32_t number(uint64_t hash) { return static_cast<uint32_t>(hash >> 32) & (kSlots - 1); }

  static uint64_t hashOf(Span key) {
    uint64_t hash = key.size;
    size_t i = 0;
    for (; i + 8 <= key.size; i += 8)
      hash = mixed(hash ^ load<uint64_t>(key.at + i));
    uint64_t last = 0;
    if (i < key.size)
      memcpy(&last, key.at + i, key.size - i);
    return mixed(hash ^ last);
  }

  static uint64_t mixed(uint64_t value) {
    value *= 0x9e3779b97f4a7c15;
    return value ^ value >> 29;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(kSlots);
};

} // namespace nft
