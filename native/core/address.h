#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace netlink {

/** An address in network byte order, `size` bytes long: 4, 16, or 0 if the text was not one. */
struct Address {
  std::array<uint8_t, 16> bytes{};
  size_t size = 0;
  /** Length of the prefix, -1 if the text has none. It may exceed the address. */
  int bits = -1;
};

/** `10.0.0.1`, `2001:db8::1`, `::ffff:10.0.0.1`, each with or without `/24`; numbers without leading zeros, as
 * inet_pton(3). */
Address parseAddress(std::string_view text);

} // namespace netlink
