#pragma once

#include "channel.h"

#include <vector>

namespace netlink {

/** The indexes of the link names of one exchange, until links change. */
class NameCache {
public:
  NameCache(Channel &channel, std::span<const std::string> names) : channel_(channel), names_(names) {}

  /** Whether `resolve` would return a cached result. */
  bool knows(uint32_t name) const { return name < known_.size() && known_[name].age == age_; }

  /** Missing names are cached too: looking one up may make the kernel search for a module. */
  int resolve(uint32_t name, uint32_t &index);

  /** Call it when links are about to change. */
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
