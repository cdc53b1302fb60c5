#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace netlink {

/** What an exchange needs of a socket. Errors are negative errnos. */
class Channel {
public:
  /** Sends one datagram; the kernel has answered all of it when this returns. */
  virtual int send(std::span<const uint8_t> datagram) = 0;

  /**
   * The next datagram of the kernel, valid until the next call; never waits. -EAGAIN: nothing more is there. -ENOBUFS:
   * at least one answer was lost, what is there can still be read.
   */
  virtual int receive(std::span<const uint8_t> &datagram) = 0;

  /** The index of the link of this name or alternative name. */
  virtual int resolve(const std::string &name, uint32_t &index) = 0;

  /** The largest datagram that can be sent, and how many bytes of answers can wait. */
  virtual size_t sendRoom() const = 0;
  virtual size_t receiveRoom() const = 0;

  /** Makes room for a datagram of this size; false where that is not allowed. */
  virtual bool widen(size_t datagram) = 0;

  /** What the kernel writes into nlmsg_pid of answers to this socket. */
  virtual uint32_t port() const = 0;

protected:
  ~Channel() = default;
};

} // namespace netlink
