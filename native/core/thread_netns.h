#pragma once

#include "descriptor.h"

#include <cstdint>
#include <string>

namespace netlink {

/** Identifies a namespace: descriptors of the same one have equal identities. */
struct Identity {
  uint64_t device = 0;
  uint64_t inode = 0;

  bool operator==(const Identity &) const = default;
};

/** The namespace to return to. */
struct Home {
  /** Invalid if /proc is not mounted: then the thread must not leave. */
  Descriptor netns;
  Identity identity;
};

int identify(int netns, Identity &out);

/** The network namespace of this thread. */
int openOwnNetns(Descriptor &out);
Home openHome();

/** The network namespace of one thread. A thread that has entered another one must return before its next
 * work. */
class ThreadNetns {
public:
  explicit ThreadNetns(const Home &home) : home_(home) {}
  ThreadNetns(const ThreadNetns &) = delete;

  /** Returns to the home namespace if the thread was started in another one; 0 or a negative errno. */
  int returnHome();

  /** Enters a namespace; needs no privilege for the current one. */
  int enter(int netns);
  /** Enters a new one. */
  int enterNew();
  void leave();

  /** It could not return: the thread must exit. */
  bool lost() const { return lost_; }

private:
  const Home &home_;
  bool away_ = false;
  bool lost_ = false;
};

} // namespace netlink
