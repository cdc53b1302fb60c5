#pragma once

#include <cstdint>
#include <span>

namespace nft {

/** How an attribute of libnftnl crosses. */
enum class Kind : uint8_t {
  u8,
  u16,
  u32,
  s32,
  /** A bigint. */
  u64,
  /** At most `limit` characters. */
  string,
  /** 1 to `limit` bytes. */
  bytes,
  /** The same; libnftnl does not copy them, it frees what it is given. */
  given,
  /** Exactly `limit` bytes. */
  fixed,
  /** An array of at most `limit` numbers. */
  u8List,
  /** An array of names of devices. */
  devices,
  /** An array of expressions. */
  expressions,
};

struct Row {
  uint16_t attribute;
  const char *name;
  Kind kind = Kind::u32;
  uint16_t limit = 0;
};

/** The attributes of one expression or object; the number of a row is its place. */
struct Table {
  const char *name;
  std::span<const Row> rows;
};

/** Every expression, in the order of the names. */
std::span<const Table> expressionTables();

/** By the kernel's name; nullptr where there is none. */
const Table *expressionTable(const char *name);

enum class ObjectTable : uint8_t {
  table,
  chain,
  rule,
  set,
  flowtable,
  object,
  counter,
  quota,
  ctHelper,
  limit,
  tunnel,
  ctTimeout,
  secmark,
  ctExpect,
  synproxy,
  count,
};

const Table &objectTable(ObjectTable table);

/** What belongs to one NFT_OBJECT_*; nullptr where libnftnl does not know it. */
const Table *objectKindTable(uint32_t type);

} // namespace nft
