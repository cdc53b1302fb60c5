#pragma once

#include "descriptor.h"

#include <cstdint>
#include <string>

namespace netlink {

/** Which namespace a descriptor means: two of the same are equal. */
struct Identity {
  uint64_t device = 0;
  uint64_t inode = 0;

  bool operator==(const Identity &) const = default;
};

/** A namespace to come back to. */
struct Home {
  /** None where /proc is not there: then nobody may leave. */
  Descriptor netns;
  Identity identity;
};

int identify(int netns, Identity &out);

/** The network namespace of this thread. */
int openOwnNetns(Descriptor &out);
Home openHome();

/** Where one thread stands. Namespaces belong to threads, and a thread that has left must come back before its next
 * work. */
class Place {
public:
  explicit Place(const Home &home) : home_(home) {}
  Place(const Place &) = delete;

  /** Goes home where this thread began elsewhere; 0 or a negative errno. */
  int settle();

  /** Enters a namespace; no privilege is needed for the one where it stands. */
  int enter(int netns);
  /** Enters a new one. */
  int enterNew();
  void leave();

  /** It could not come home: it must end. */
  bool lost() const { return lost_; }

private:
  const Home &home_;
  bool away_ = false;
  bool lost_ = false;
};

} // namespace netlink
