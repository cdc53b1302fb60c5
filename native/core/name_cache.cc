#include "name_cache.h"

#include <cerrno>

namespace netlink {

int NameCache::resolve(uint32_t name, uint32_t &index) {
  if (name >= names_.size())
    return -ENODEV;
  if (known_.empty())
    known_.resize(names_.size());
  Known &known = known_[name];
  if (!isValid(known)) {
    known.error = channel_.resolve(names_[name], known.index);
    known.age = age_;
    known.missingAge = missingAge_;
  }
  index = known.index;
  return known.error;
}

} // namespace netlink
