#pragma once

#include <cstdint>
#include <string>

namespace netlink {

class Socket;

/** The index of the link of this name or alternative name in the namespace of the socket; 0 or a negative errno. */
int linkIndex(Socket &socket, const std::string &name, uint32_t &index);

} // namespace netlink
