#pragma once

#include "descriptor.h"
#include "step.h"

#include <cstdint>
#include <optional>
#include <string>

namespace netlink {

/** Where a socket is bound. */
struct Binding {
  /** Of the family of the socket; a link-local one has a scope: `fe80::1%eth0`, `fe80::1%2`. */
  std::string address;
  uint16_t port = 0;
  bool ipv6Only = false;
  bool reuseAddress = false;
  bool reusePort = false;
};

/** Options of an internet socket. */
struct Endpoint {
  bool ipv6 = false;
  bool stream = true;
  std::optional<Binding> binding{};
  /** Makes it a listening socket. */
  std::optional<int> backlog{};
  /** The peer address: a link-local one binds the socket to the link of its scope. Empty for none. */
  std::string peer{};
};

/** Opens it in the namespace of this thread, non-blocking and close-on-exec. */
Step openEndpoint(const Endpoint &endpoint, Descriptor &out);

} // namespace netlink
