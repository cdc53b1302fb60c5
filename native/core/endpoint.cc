#include "endpoint.h"

#include "retry.h"

#include <arpa/inet.h>
#include <charconv>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace netlink {

namespace {

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

/** The part of `fe80::1%eth0` behind the percent sign: a number, or the name of a link. */
int scopeOf(int fd, const std::string &scope, uint32_t &index) {
  const char *end = scope.data() + scope.size();
  if (const auto parsed = std::from_chars(scope.data(), end, index); parsed.ec == std::errc() && parsed.ptr == end)
    return 0;
  ifreq request{};
  if (scope.size() >= IFNAMSIZ)
    return -ENODEV;
  scope.copy(request.ifr_name, IFNAMSIZ - 1);
  const int error = retry([&] { return ioctl(fd, SIOCGIFINDEX, &request); });
  index = static_cast<uint32_t>(request.ifr_ifindex);
  return error;
}

int parse4(const Endpoint &endpoint, Address &out) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  if (inet_pton(AF_INET, endpoint.address.c_str(), &address.sin_addr) != 1)
    return -EINVAL;
  out.size = sizeof address;
  __builtin_memcpy(&out.bytes, &address, sizeof address);
  return 0;
}

int parse6(int fd, const Endpoint &endpoint, Address &out) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(endpoint.port);
  const size_t percent = endpoint.address.find('%');
  if (inet_pton(AF_INET6, endpoint.address.substr(0, percent).c_str(), &address.sin6_addr) != 1)
    return -EINVAL;
  int error = 0;
  if (percent != std::string::npos)
    error = scopeOf(fd, endpoint.address.substr(percent + 1), address.sin6_scope_id);
  out.size = sizeof address;
  __builtin_memcpy(&out.bytes, &address, sizeof address);
  return error;
}

Step setOption(int fd, int level, int option, bool on) {
  const int value = on ? 1 : 0;
  return setsockopt(fd, level, option, &value, sizeof value) == 0 ? Step{} : Step::failed("setsockopt");
}

Step configure(int fd, const Endpoint &endpoint) {
  Step step;
  // As every server does: connections of its predecessor may linger. Datagram sockets would share the port.
  if (endpoint.stream)
    step = setOption(fd, SOL_SOCKET, SO_REUSEADDR, true);
  if (step && endpoint.reusePort)
    step = setOption(fd, SOL_SOCKET, SO_REUSEPORT, true);
  if (step && endpoint.ipv6)
    step = setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, endpoint.ipv6Only);
  return step;
}

Step listenOn(int fd, const Endpoint &endpoint) {
  Address address;
  const int error = endpoint.ipv6 ? parse6(fd, endpoint, address) : parse4(endpoint, address);
  if (error != 0)
    return {error, "address"};
  if (const Step configured = configure(fd, endpoint); !configured)
    return configured;
  if (bind(fd, reinterpret_cast<const sockaddr *>(&address.bytes), address.size) != 0)
    return Step::failed("bind");
  if (endpoint.stream && listen(fd, endpoint.backlog) != 0)
    return Step::failed("listen");
  return {};
}

} // namespace

Step openEndpoint(const Endpoint &endpoint, Descriptor &out) {
  const int type = (endpoint.stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
  Descriptor opened(socket(endpoint.ipv6 ? AF_INET6 : AF_INET, type, 0));
  if (!opened)
    return Step::failed("socket");
  if (endpoint.listens) {
    if (const Step step = listenOn(opened.get(), endpoint); !step)
      return step;
  }
  out = std::move(opened);
  return {};
}

} // namespace netlink
