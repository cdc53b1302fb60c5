#include "turns.h"

namespace binding {

void Turns::add(const Shared<Strand> &strand) {
  byAge_.emplace(strand->number, waiting_.insert(waiting_.end(), strand));
  size_++;
}

Shared<Strand> Turns::take() {
  const auto place = ++taken_ % kEach == 0 ? waiting_.begin() : byAge_.begin()->second;
  Shared<Strand> strand = std::move(*place);
  byAge_.erase(strand->number);
  waiting_.erase(place);
  size_--;
  return strand;
}

} // namespace binding
