#pragma once

#include "strand.h"

#include <map>

namespace binding {

/**
 * Strands that wait for a thread, served breadth-first: the oldest strand first, so that concurrent calls finish step n
 * before any of them starts step n + 1. (Creating links is slower while others are up.) Every eighth time, the strand
 * that has waited longest goes first, so that none starves.
 */
class RunQueue {
public:
  void add(const RefPtr<Strand> &strand);
  /** The queue must not be empty. */
  RefPtr<Strand> take();

  bool empty() const { return size() == 0; }
  /** On any thread. */
  size_t size() const { return size_; }

private:
  static constexpr unsigned kFairnessInterval = 8;

  std::list<RefPtr<Strand>> waiting_;
  std::map<uint64_t, std::list<RefPtr<Strand>>::iterator> byAge_;
  unsigned taken_ = 0;
  std::atomic<size_t> size_{0};
};

} // namespace binding
