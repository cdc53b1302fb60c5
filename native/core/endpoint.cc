#include "endpoint.h"

#include "retry.h"

#include <arpa/inet.h>
#include <charconv>
#include <cstring>
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

/** The scope of `fe80::1%eth0`: a number or a link name. */
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

int parse4(const std::string &text, Address &out) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  if (inet_pton(AF_INET, text.c_str(), &address.sin_addr) != 1)
    return -EINVAL;
  out.size = sizeof address;
  __builtin_memcpy(&out.bytes, &address, sizeof address);
  return 0;
}

int parse6(int fd, const std::string &text, sockaddr_in6 &out) {
  const size_t percent = text.find('%');
  out.sin6_family = AF_INET6;
  if (inet_pton(AF_INET6, text.substr(0, percent).c_str(), &out.sin6_addr) != 1)
    return -EINVAL;
  return percent == std::string::npos ? 0 : scopeOf(fd, text.substr(percent + 1), out.sin6_scope_id);
}

int parse(int fd, bool ipv6, const Binding &binding, Address &out) {
  sockaddr_in6 address{};
  int error = ipv6 ? parse6(fd, binding.address, address) : parse4(binding.address, out);
  if (ipv6) {
    out.size = sizeof address;
    __builtin_memcpy(&out.bytes, &address, sizeof address);
  }
  // sin_port has the same offset as sin6_port.
  reinterpret_cast<sockaddr_in *>(&out.bytes)->sin_port = htons(binding.port);
  return error;
}

Step setOption(int fd, int level, int option, bool on) {
  const int value = on ? 1 : 0;
  return setsockopt(fd, level, option, &value, sizeof value) == 0 ? Step{} : Step::failed("setsockopt");
}

Step configure(int fd, bool ipv6, const Binding &binding) {
  Step step;
  if (binding.reuseAddress)
    step = setOption(fd, SOL_SOCKET, SO_REUSEADDR, true);
  if (step && binding.reusePort)
    step = setOption(fd, SOL_SOCKET, SO_REUSEPORT, true);
  if (step && ipv6)
    step = setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, binding.ipv6Only);
  return step;
}

Step bindTo(int fd, bool ipv6, const Binding &binding) {
  Address address;
  if (const int error = parse(fd, ipv6, binding, address); error != 0)
    return {error, "address"};
  if (const Step configured = configure(fd, ipv6, binding); !configured)
    return configured;
  return bind(fd, reinterpret_cast<const sockaddr *>(&address.bytes), address.size) == 0 ? Step{}
                                                                                         : Step::failed("bind");
}

/** Binds the socket to the link with this index, as connect(2) does for a scoped address. */
Step bindToLink(int fd, uint32_t index) {
  ifreq request{};
  request.ifr_ifindex = static_cast<int>(index);
  if (const int error = retry([&] { return ioctl(fd, SIOCGIFNAME, &request); }); error != 0)
    return {error, "address"};
  const socklen_t size = strnlen(request.ifr_name, IFNAMSIZ);
  return setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, request.ifr_name, size) == 0 ? Step{} : Step::failed("setsockopt");
}

/** connect(2) ignores the scope of an address that is not link-local. */
Step prepare(int fd, const std::string &peer) {
  sockaddr_in6 address{};
  if (const int error = parse6(fd, peer, address); error != 0)
    return {error, "address"};
  const bool scoped = address.sin6_scope_id != 0 && IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr);
  return scoped ? bindToLink(fd, address.sin6_scope_id) : Step{};
}

Step configureEndpoint(int fd, const Endpoint &endpoint) {
  Step step;
  if (endpoint.ipv6 && !endpoint.peer.empty())
    step = prepare(fd, endpoint.peer);
  if (step && endpoint.binding)
    step = bindTo(fd, endpoint.ipv6, *endpoint.binding);
  if (step && endpoint.backlog && listen(fd, *endpoint.backlog) != 0)
    step = Step::failed("listen");
  return step;
}

} // namespace

Step openEndpoint(const Endpoint &endpoint, Descriptor &out) {
  const int type = (endpoint.stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
  Descriptor opened(socket(endpoint.ipv6 ? AF_INET6 : AF_INET, type, 0));
  if (!opened)
    return Step::failed("socket");
  const Step step = configureEndpoint(opened.get(), endpoint);
  if (step)
    out = std::move(opened);
  return step;
}

} // namespace netlink
