#pragma once

#include "socket.h"

#include <vector>

namespace netlink {

/**
 * Sends an nfnetlink batch as one datagram and returns every reply, each aligned to four bytes. 0, -EMSGSIZE if it
 * exceeds the send buffer, -ENOBUFS if some of the `answers` were lost, or the error of `sendto`.
 */
int transact(Socket &socket, std::span<const uint8_t> batch, size_t answers, std::vector<uint8_t> &replies);

} // namespace netlink
