#include "run_queue.h"

namespace binding {

void RunQueue::add(const RefPtr<Strand> &strand) {
  byAge_.emplace(strand->number, waiting_.insert(waiting_.end(), strand));
  size_++;
}

RefPtr<Strand> RunQueue::take() {
  const auto next = ++taken_ % kFairnessInterval == 0 ? waiting_.begin() : byAge_.begin()->second;
  RefPtr<Strand> strand = std::move(*next);
  byAge_.erase(strand->number);
  waiting_.erase(next);
  size_--;
  return strand;
}

} // namespace binding
