#pragma once

#include "channel.h"
#include "descriptor.h"

#include <memory>

struct mnl_socket;

namespace netlink {

/** A bound netlink socket. It stays in the namespace in which it was opened. */
class Socket final : public Channel {
public:
  Socket() = default;
  Socket(Socket &&) = default;
  Socket &operator=(Socket &&) = default;

  /** Opens it in the namespace of this thread. */
  int open(int protocol);
  /**
   * Enlarges the buffers for many requests and replies at a time. Not for dumps: the kernel would produce more data
   * than is needed yet.
   */
  void enlargeBuffers();
  void close() { *this = Socket(); }
  explicit operator bool() const { return handle_ != nullptr; }

  int send(std::span<const uint8_t> datagram) override;
  int receive(std::span<const uint8_t> &datagram) override;
  int resolve(const std::string &name, uint32_t &index) override;
  size_t sendRoom() const override;
  size_t receiveRoom() const override { return static_cast<size_t>(receiveBuffer()); }
  bool ensureSendRoom(size_t datagram) override;
  uint32_t port() const override { return port_; }
  int protocol() const { return protocol_; }

  /** Makes room for replies; without CAP_NET_ADMIN, as much as the system allows. */
  void ensureReceiveRoom(size_t bytes);
  /** Sets it, also to less. */
  void setReceiveRoom(size_t bytes);

  /** The size of the next datagram, or a negative errno; never blocks. */
  ssize_t peek();
  /** Receives the next datagram into bytes that are large enough: its size, 0 if it is not from the kernel, or a
   * negative errno. */
  ssize_t receiveInto(std::span<uint8_t> bytes);

  int descriptor() const;
  /** SO_SNDBUF and SO_RCVBUF as the kernel counts them; 0 if it is not open. */
  int sendBuffer() const;
  int receiveBuffer() const;

private:
  struct Closer {
    void operator()(mnl_socket *handle) const;
  };

  int configure();
  int option(int name, int &known) const;
  void raise(int forced, int allowed, size_t bytes);

  std::unique_ptr<mnl_socket, Closer> handle_;
  std::unique_ptr<uint8_t[]> scratch_;
  size_t scratchSize_ = 0;
  uint32_t port_ = 0;
  int protocol_ = 0;
  // 0 until they are needed: most sockets of dumps need neither.
  mutable int sendBuffer_ = 0;
  mutable int receiveBuffer_ = 0;
};

} // namespace netlink
