#pragma once

#include <cstdint>

namespace netlink {

/** The u32 at byte `at` becomes the index of the link `name`. */
struct Fixup {
  uint32_t at;
  uint32_t name;
};

} // namespace netlink
