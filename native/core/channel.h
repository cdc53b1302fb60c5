#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace netlink {

/** The part of a socket that an exchange uses; tests replace it. Errors are negative errnos. */
class Channel {
public:
  /** Sends one datagram; when this returns, the kernel has queued all replies. */
  virtual int send(std::span<const uint8_t> datagram) = 0;

  /**
   * The next datagram from the kernel, valid until the next call; never blocks. -EAGAIN: the queue is empty. -ENOBUFS:
   * at least one reply was lost; the others can still be read.
   */
  virtual int receive(std::span<const uint8_t> &datagram) = 0;

  /** The index of the link with this name or alternative name. */
  virtual int resolve(const std::string &name, uint32_t &index) = 0;

  /** The largest datagram that can be sent, and how many bytes of replies the queue can hold. */
  virtual size_t sendRoom() const = 0;
  virtual size_t receiveRoom() const = 0;

  /** Makes room for a datagram of this size; false if that is not allowed. */
  virtual bool ensureSendRoom(size_t datagram) = 0;

  /** The nlmsg_pid of replies to this socket. */
  virtual uint32_t port() const = 0;

protected:
  ~Channel() = default;
};

} // namespace netlink
