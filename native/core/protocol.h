#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace netlink {

/** How a netlink protocol numbers its messages, as far as an exchange depends on it; the caller brings the numbers. */
struct Protocol {
  /** NETLINK_*. */
  int number = 0;
  /** Requests whose type has `objectBits` under `objectMask` are answered with an object, not with a bare verdict. */
  uint16_t objectMask = 0;
  uint16_t objectBits = 0;
  /** Types of messages after which a link's name may belong to another link. */
  std::vector<uint16_t> linkChanges = {};

  bool answersObject(uint16_t type) const { return (type & objectMask) == objectBits; }
  bool changesLink(uint16_t type) const { return std::ranges::find(linkChanges, type) != linkChanges.end(); }
};

} // namespace netlink
