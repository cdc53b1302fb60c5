#pragma once

#include "descriptor.h"
#include "step.h"

#include <cstdint>
#include <string>

namespace netlink {

/** An internet socket to be made. */
struct Endpoint {
  bool ipv6 = false;
  bool stream = true;
  /** Whether it is bound, and listens where it is a stream. */
  bool listens = false;
  std::string address;
  uint16_t port = 0;
  int backlog = 0;
  bool ipv6Only = false;
  bool reusePort = false;
};

/** Makes it in the namespace of this thread, non-blocking and close-on-exec. */
Step openEndpoint(const Endpoint &endpoint, Descriptor &out);

} // namespace netlink
