#pragma once

#include "message.h"

#include <algorithm>
#include <vector>

namespace netlink {

/** What a request does to the names of links. */
enum class NameEffect : uint8_t {
  kNone,
  /** A name that no link had may be that of a new one. */
  kAdds,
  /** A name may be that of another link. */
  kMoves,
};

/** How the settings of a link are changed. */
struct LinkSettings {
  uint16_t type = 0;
  /** Size of the fixed header before the attributes. */
  uint16_t headerSize = 0;
  /** Attributes that give the link another name or move it to another namespace; without any, every change may. */
  std::vector<uint16_t> moves = {};
};

/** How a netlink protocol numbers its messages, as far as an exchange depends on it; the caller brings the numbers. */
struct Protocol {
  /** NETLINK_*. */
  int number = 0;
  /** Requests whose type has `objectBits` under `objectMask` are answered with an object, not with a bare verdict. */
  uint16_t objectMask = 0;
  uint16_t objectBits = 0;
  /** Types of messages after which a link's name may belong to another link. */
  std::vector<uint16_t> linkChanges = {};
  LinkSettings linkSettings = {};

  bool answersObject(uint16_t type) const { return (type & objectMask) == objectBits; }
  bool changesLink(uint16_t type) const { return std::ranges::find(linkChanges, type) != linkChanges.end(); }
  NameEffect nameEffect(const Message &request) const;
};

} // namespace netlink
