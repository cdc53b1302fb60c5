#pragma once

#include "strand.h"

#include <map>

namespace binding {

/**
 * Strands that wait for a thread. The oldest goes first, so that of work begun together one step is done everywhere
 * before the next one begins anywhere: links that are up slow down the making of others. Now and then the one goes
 * first that has waited longest, so that none waits for ever.
 */
class Turns {
public:
  void add(const Shared<Strand> &strand);
  /** There must be one. */
  Shared<Strand> take();

  bool empty() const { return size() == 0; }
  /** On any thread. */
  size_t size() const { return size_; }

private:
  static constexpr unsigned kEach = 8;

  std::list<Shared<Strand>> waiting_;
  std::map<uint64_t, std::list<Shared<Strand>>::iterator> byAge_;
  unsigned taken_ = 0;
  std::atomic<size_t> size_{0};
};

} // namespace binding
