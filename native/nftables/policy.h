#pragma once

#include "subject.h"

#include <cstdint>
#include <initializer_list>

namespace nft {

/** What an attribute of the kernel must look like before libnftnl may see it. */
enum class Shape : uint8_t {
  unknown,
  /** Padding, or something the kernel reports and the library ignores. */
  skip,
  u8,
  u16,
  u32,
  u64,
  /** At least the final zero, at most `limit` characters before it. */
  string,
  /** At most `limit` bytes. */
  bytes,
  /** Exactly `limit` bytes. */
  fixed,
  /** Attributes of `inside`. */
  nest,
  /** At most `limit` times the attribute 1, each a nest of `inside`. */
  list,
  /** Any number of times the attribute 1, each a string of at most `limit` characters. */
  names,
  /** NFTA_DATA_VALUE. */
  value,
  /** NFTA_DATA_VALUE or NFTA_DATA_VERDICT. */
  data,
  /** NFTA_EXPR_NAME and NFTA_EXPR_DATA. */
  expression,
  /** A list of expressions. */
  expressions,
  /** What NFTA_OBJ_TYPE says. */
  objectData,
};

struct Policy;

struct Entry {
  Shape shape = Shape::unknown;
  uint16_t limit = 0;
  const Policy *inside = nullptr;
};

struct Item {
  uint16_t type;
  Shape shape;
  uint16_t limit = 0;
  const Policy *inside = nullptr;
};

/** The attributes of one nest, by type. */
struct Policy {
  static constexpr uint16_t kTypes = 24;
  Entry entries[kTypes]{};

  constexpr Policy(std::initializer_list<Item> items) {
    for (const Item &item : items)
      entries[item.type] = {item.shape, item.limit, item.inside};
  }

  const Entry &of(uint16_t type) const { return type < kTypes ? entries[type] : entries[0]; }
};

/** By the kernel's name of an expression; nullptr where this file does not know it. */
const Policy *expressionPolicy(const char *name);

/** By NFT_OBJECT_*. */
const Policy *objectPolicy(uint32_t type);

/** The attributes of a message; nullptr for elements and for none. */
const Policy *subjectPolicy(Subject subject);

} // namespace nft
