#pragma once

#include "channel.h"

#include <vector>

namespace netlink {

/** The indexes of the link names of one exchange, until links change. */
class NameCache {
public:
  NameCache(Channel &channel, std::span<const std::string> names) : channel_(channel), names_(names) {}

  /** Whether `resolve` would return a cached result. */
  bool knows(uint32_t name) const { return name < known_.size() && isValid(known_[name]); }

  /** Missing names are cached too: looking one up may make the kernel search for a module. */
  int resolve(uint32_t name, uint32_t &index);

  /** Call it when names are about to belong to other links. */
  void forget() { age_++; }
  /** Call it when links are about to be added. */
  void forgetMissing() { missingAge_++; }

private:
  struct Known {
    uint32_t age = 0;
    uint32_t missingAge = 0;
    uint32_t index = 0;
    int error = 0;
  };

  bool isValid(const Known &known) const {
    return known.age == age_ && (known.error == 0 || known.missingAge == missingAge_);
  }

  Channel &channel_;
  std::span<const std::string> names_;
  std::vector<Known> known_;
  uint32_t age_ = 1;
  uint32_t missingAge_ = 0;
};

} // namespace netlink
