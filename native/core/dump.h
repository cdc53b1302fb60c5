#pragma once

#include "socket.h"

#include <atomic>

namespace netlink {

/** The result of one pull. */
struct Pulled {
  /** Bytes, or a negative errno. */
  int length;
  /** Whether they end with the final message of the dump. */
  bool ended;
};

/** One dump on its own socket. */
class Dump {
public:
  Dump() = default;
  explicit Dump(Socket socket) : socket_(std::move(socket)) {}

  /** Sends the request; 0 or a negative errno. */
  int start(std::span<const uint8_t> request);

  /** Receives whole datagrams until `into` is full or the dump has ended. `halted` stops it between two datagrams. */
  Pulled pull(std::span<uint8_t> into, const std::atomic<bool> &halted);

  /** The socket, which is free for another dump when this one has ended. */
  Socket &socket() { return socket_; }
  bool ended() const { return ended_; }

private:
  size_t take(std::span<const uint8_t> datagram);

  Socket socket_;
  uint32_t sequence_ = 0;
  bool ended_ = false;
};

} // namespace netlink
