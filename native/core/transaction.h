#pragma once

#include "socket.h"

#include <vector>

namespace netlink {

/**
 * Sends one datagram whole (an nfnetlink batch) and brings back every message that came, each at a multiple of four. 0,
 * -EMSGSIZE where there is no room for it, -ENOBUFS where some of the `answers` were lost, or what `sendto` said.
 */
int transact(Socket &socket, std::span<const uint8_t> batch, size_t answers, std::vector<uint8_t> &replies);

} // namespace netlink
