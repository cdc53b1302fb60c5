#include "check.h"
#include "sandbox.h"

#include "core/endpoint.h"
#include "core/netns.h"
#include "core/sysctl.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

using netlink::Descriptor;
using netlink::Home;
using netlink::ThreadNetns;

namespace {

netlink::Identity whereAmI() {
  Descriptor here;
  netlink::Identity identity;
  CHECK(netlink::openOwnNetns(here) == 0 && netlink::identify(here.get(), identity) == 0);
  return identity;
}

} // namespace

TEST("a namespace is made, entered and left") {
  if (!sandboxed())
    return;
  const netlink::Identity before = whereAmI();
  const Home home = netlink::openHome();
  ThreadNetns thread(home);
  Descriptor made;
  CHECK(netlink::createNetns(thread, made));
  CHECK(whereAmI() == before && !thread.lost());
  netlink::Identity identity;
  CHECK(netlink::identify(made.get(), identity) == 0 && identity != before);
  CHECK(thread.enter(made.get()) == 0);
  CHECK(whereAmI() == identity);
  thread.leave();
  CHECK(whereAmI() == before && !thread.lost());
}

TEST("a thread that began elsewhere goes home") {
  if (!sandboxed())
    return;
  const netlink::Identity before = whereAmI();
  const Home home = netlink::openHome();
  CHECK(unshare(CLONE_NEWNET) == 0);
  CHECK(whereAmI() != before);
  ThreadNetns thread(home);
  CHECK(thread.returnHome() == 0);
  CHECK(whereAmI() == before);
}

TEST("a named namespace is a mount on a new file in a shared folder, and leaves nothing behind") {
  if (!sandboxed())
    return;
  const Home home = netlink::openHome();
  ThreadNetns thread(home);
  for (int i = 0; i < 3; i++) {
    const int before = Descriptor::openCount();
    Descriptor made;
    CHECK(netlink::createNetns(thread, "/run/netns/blue", made));
    Descriptor again;
    const netlink::Step second = netlink::createNetns(thread, "/run/netns/blue", again);
    CHECK(second.error == -EEXIST && std::string(second.call) == "open" && !again);
    Descriptor opened;
    netlink::Identity one;
    netlink::Identity other;
    CHECK(netlink::openNetns("/run/netns/blue", opened) == 0);
    CHECK(netlink::identify(made.get(), one) == 0 && netlink::identify(opened.get(), other) == 0 && one == other);
    CHECK(netlink::deleteNetns("/run/netns/blue"));
    CHECK(access("/run/netns/blue", F_OK) != 0);
    made.close();
    opened.close();
    CHECK(Descriptor::openCount() == before);
  }
  struct stat folder {};
  CHECK(stat("/run/netns", &folder) == 0 && (folder.st_mode & 07777) == 0755);
}

TEST("a folder that cannot be made is named by its system call") {
  if (!sandboxed())
    return;
  const Home home = netlink::openHome();
  ThreadNetns thread(home);
  Descriptor made;
  const netlink::Step step = netlink::createNetns(thread, "/run/no/such/folder", made);
  CHECK(step.error == -ENOENT && std::string(step.call) == "mkdir");
}

TEST("deleting removes a file that is left over, and reports one that is not there") {
  if (!sandboxed())
    return;
  const Descriptor file(open("/run/left-over", O_CREAT | O_RDONLY | O_CLOEXEC, 0600));
  CHECK(netlink::deleteNetns("/run/left-over"));
  CHECK(netlink::deleteNetns("/run/left-over").error == -ENOENT);
}

TEST("only a file of a network namespace opens as one") {
  Descriptor out;
  CHECK(netlink::openNetns("/proc/self/ns/net", out) == 0);
  CHECK(netlink::openNetns("/proc/self/ns/uts", out) == -EINVAL);
  CHECK(netlink::openNetns("/etc/passwd", out) == -EINVAL);
  CHECK(netlink::openNetns("/nowhere", out) == -ENOENT);
}

TEST("a sysctl is that of the namespace of the thread") {
  if (!sandboxed())
    return;
  const Home home = netlink::openHome();
  ThreadNetns thread(home);
  Descriptor there;
  CHECK(netlink::createNetns(thread, there));
  CHECK(thread.enter(there.get()) == 0);
  CHECK(netlink::writeSysctl("net/ipv4/ip_default_ttl", "77"));
  std::string value;
  CHECK(netlink::readSysctl("/proc/sys/net/ipv4/ip_default_ttl", value) && value == "77");
  const netlink::Step refused = netlink::writeSysctl("net/ipv4/ip_default_ttl", "x");
  CHECK(refused.error == -EINVAL && std::string(refused.call) == "write");
  thread.leave();
  value.clear();
  CHECK(netlink::readSysctl("net/ipv4/ip_default_ttl", value) && value == "64");
}

TEST("no path leads out of /proc/sys") {
  std::string value;
  for (const char *path : {"../self/status", "/etc/passwd", "net/../../self/status", "/proc/sys/../self/status", ".."})
    CHECK(netlink::readSysctl(path, value).error == -EINVAL);
  CHECK(netlink::readSysctl("net/no/such", value).error == -ENOENT);
}

TEST("a socket listens on the given address, and an error names the failed call") {
  if (!sandboxed())
    return;
  Descriptor out;
  netlink::Endpoint endpoint{.binding = netlink::Binding{.address = "0.0.0.0", .port = 8080}, .backlog = 5};
  CHECK(netlink::openEndpoint(endpoint, out));
  CHECK((fcntl(out.get(), F_GETFL) & O_NONBLOCK) != 0 && (fcntl(out.get(), F_GETFD) & FD_CLOEXEC) != 0);
  Descriptor second;
  netlink::Step step = netlink::openEndpoint(endpoint, second);
  CHECK(step.error == -EADDRINUSE && !second);
  endpoint.binding->address = "not an address";
  step = netlink::openEndpoint(endpoint, second);
  CHECK(step.error == -EINVAL && std::string(step.call) == "address");
  endpoint = {.ipv6 = true, .binding = netlink::Binding{.address = "fe80::1%no-such", .port = 1}, .backlog = 5};
  CHECK(netlink::openEndpoint(endpoint, second).error == -ENODEV);
  endpoint = {.ipv6 = true, .peer = "fe80::1%no-such"};
  CHECK(netlink::openEndpoint(endpoint, second).error == -ENODEV);
}
