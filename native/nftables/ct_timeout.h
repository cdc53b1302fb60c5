#pragma once

#include "attribute.h"
#include "recorder.h"

#include <linux/netlink.h>

namespace nft {

// The timeouts of a ct timeout object pass libnftnl by: 1.2.4 sends a zero for each that is not given, which the kernel
// takes, and writes behind its array when it reads the eleventh of TCP.

/** Appends NFTA_CT_TIMEOUT_DATA to the NFTA_OBJ_DATA of a message, which has room for it: pairs of a number and
 * seconds. */
void writeTimeouts(nlmsghdr *message, Span pairs);

/** The same pairs, as bytes, from the attributes of a message; empty where there are none. */
void recordTimeouts(Recorder &recorder, Span attributes);

} // namespace nft
