#pragma once

#include "channel.h"

#include <vector>

namespace netlink {

/** The indexes of the links that one exchange names, as long as they are certain. */
class NameCache {
public:
  NameCache(Channel &channel, std::span<const std::string> names) : channel_(channel), names_(names) {}

  /** Whether `resolve` would answer without asking. */
  bool knows(uint32_t name) const { return name < known_.size() && known_[name].age == age_; }

  /** Absent names are remembered too: asking for one may make the kernel look for a module. */
  int resolve(uint32_t name, uint32_t &index);

  /** Links are about to change. */
  void forget() { age_++; }

private:
  struct Known {
    uint32_t age = 0;
    uint32_t index = 0;
    int error = 0;
  };

  Channel &channel_;
  std::span<const std::string> names_;
  std::vector<Known> known_;
  uint32_t age_ = 1;
};

} // namespace netlink
