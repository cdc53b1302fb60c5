#pragma once

#include "descriptor.h"
#include "step.h"

#include <cstdint>
#include <optional>
#include <string>

namespace netlink {

/** Where a socket is bound. */
struct Binding {
  /** Of its family, with a scope where it is link-local: `fe80::1%eth0`, `fe80::1%2`. */
  std::string address;
  uint16_t port = 0;
  bool ipv6Only = false;
  bool reuseAddress = false;
  bool reusePort = false;
};

/** An internet socket to be made. */
struct Endpoint {
  bool ipv6 = false;
  bool stream = true;
  std::optional<Binding> binding{};
  /** It listens where this is there. */
  std::optional<int> backlog{};
  /** What it will be connected to: a link-local address ties it to the link of its scope. Empty for nothing. */
  std::string peer{};
};

/** Makes it in the namespace of this thread, non-blocking and close-on-exec. */
Step openEndpoint(const Endpoint &endpoint, Descriptor &out);

} // namespace netlink
