#pragma once

#include "attribute.h"
#include "call.h"

#include <linux/netlink.h>

namespace nft {

// The timeouts of a ct timeout object pass libnftnl by: 1.2.4 sends a zero for each that is not given, which the kernel
// takes, and writes behind its array when it reads the eleventh of TCP.

/** Appends NFTA_CT_TIMEOUT_DATA to the NFTA_OBJ_DATA of a message, which has room for it, from an array of seconds. */
void writeTimeouts(const Call &call, nlmsghdr *message, napi_value seconds);

/** The array of seconds from the attributes of a message; nullptr where there is none. */
napi_value readTimeouts(const Call &call, Span attributes);

} // namespace nft
