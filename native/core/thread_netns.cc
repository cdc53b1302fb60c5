#include "thread_netns.h"

#include "file_status.h"

#include <sched.h>

namespace netlink {

int identify(int netns, Identity &out) {
  struct statx status;
  const int error = fileStatus(netns, "", AT_EMPTY_PATH, STATX_INO, status);
  if (error == 0)
    out = {uint64_t{status.stx_dev_major} << 32 | status.stx_dev_minor, status.stx_ino};
  return error;
}

int openOwnNetns(Descriptor &out) {
  const int fd = retry([] { return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC); });
  out = Descriptor(fd);
  return fd < 0 ? fd : 0;
}

Home openHome() {
  Home home;
  if (openOwnNetns(home.netns) == 0 && identify(home.netns.get(), home.identity) != 0)
    home.netns.close();
  return home;
}

int ThreadNetns::returnHome() {
  Descriptor here;
  Identity identity;
  if (!home_.netns || openOwnNetns(here) != 0 || identify(here.get(), identity) != 0 || identity == home_.identity)
    return 0;
  const int error = retry([&] { return setns(home_.netns.get(), CLONE_NEWNET); });
  lost_ = error != 0;
  return error;
}

int ThreadNetns::enter(int netns) {
  Identity identity;
  const int unknown = identify(netns, identity);
  if (unknown != 0)
    return unknown;
  if (home_.netns && identity == home_.identity)
    return 0;
  if (!home_.netns)
    return -ENOENT;
  const int error = retry([&] { return setns(netns, CLONE_NEWNET); });
  away_ = error == 0;
  return error;
}

int ThreadNetns::enterNew() {
  if (!home_.netns)
    return -ENOENT;
  const int error = retry([] { return unshare(CLONE_NEWNET); });
  away_ = error == 0;
  return error;
}

void ThreadNetns::leave() {
  if (away_)
    lost_ = retry([&] { return setns(home_.netns.get(), CLONE_NEWNET); }) != 0;
  away_ = false;
}

} // namespace netlink
