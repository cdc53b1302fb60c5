#include "socket.h"

#include "link_index.h"
#include "message.h"
#include "retry.h"

#include <libmnl/libmnl.h>
#include <sys/socket.h>

namespace netlink {

namespace {

// The requested size; the kernel doubles it, and without CAP_NET_ADMIN net.core.[rw]mem_max limits it.
constexpr size_t kBuffer = 4 << 20;
// netlink_sendmsg() of net/netlink/af_netlink.c: `if (len > sk->sk_sndbuf - 32)`.
constexpr int kSendOverhead = 32;
constexpr size_t kScratch = 64 << 10;

} // namespace

void Socket::Closer::operator()(mnl_socket *handle) const {
  mnl_socket_close(handle);
  Descriptor::count(-1);
}

int Socket::open(int protocol) {
  mnl_socket *handle = mnl_socket_open2(protocol, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (handle == nullptr)
    return -errno;
  Descriptor::count(1);
  handle_.reset(handle);
  protocol_ = protocol;
  const int error = configure();
  if (error != 0)
    close();
  return error;
}

int Socket::configure() {
  if (mnl_socket_bind(handle_.get(), 0, MNL_SOCKET_AUTOPID) < 0)
    return -errno;
  port_ = mnl_socket_get_portid(handle_.get());
  // Strict checking is Linux 4.20; the others 4.12 and 4.3.
  for (const int option : {NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK}) {
    int on = 1;
    if (mnl_socket_setsockopt(handle_.get(), option, &on, sizeof on) < 0 && errno != ENOPROTOOPT)
      return -errno;
  }
  return 0;
}

void Socket::enlargeBuffers() {
  raise(SO_SNDBUFFORCE, SO_SNDBUF, kBuffer);
  raise(SO_RCVBUFFORCE, SO_RCVBUF, kBuffer);
}

int Socket::descriptor() const { return handle_ ? mnl_socket_get_fd(handle_.get()) : -1; }

void Socket::raise(int forced, int allowed, size_t bytes) {
  constexpr size_t kMost = INT32_MAX / 2; // the kernel doubles it
  const int value = static_cast<int>(bytes < kMost ? bytes : kMost);
  if (setsockopt(descriptor(), SOL_SOCKET, forced, &value, sizeof value) < 0)
    setsockopt(descriptor(), SOL_SOCKET, allowed, &value, sizeof value);
  sendBuffer_ = receiveBuffer_ = 0;
}

int Socket::sendBuffer() const { return option(SO_SNDBUF, sendBuffer_); }

int Socket::receiveBuffer() const { return option(SO_RCVBUF, receiveBuffer_); }

int Socket::option(int name, int &known) const {
  socklen_t size = sizeof known;
  if (known == 0 && handle_)
    getsockopt(descriptor(), SOL_SOCKET, name, &known, &size);
  return known;
}

size_t Socket::sendRoom() const {
  const int size = sendBuffer();
  return size > kSendOverhead ? static_cast<size_t>(size - kSendOverhead) : 0;
}

bool Socket::ensureSendRoom(size_t datagram) {
  if (datagram > sendRoom())
    raise(SO_SNDBUFFORCE, SO_SNDBUF, (datagram + kSendOverhead + 1) / 2);
  return datagram <= sendRoom();
}

void Socket::ensureReceiveRoom(size_t bytes) {
  if (bytes > receiveRoom())
    setReceiveRoom(bytes);
}

void Socket::setReceiveRoom(size_t bytes) { raise(SO_RCVBUFFORCE, SO_RCVBUF, (bytes + 1) / 2); }

int Socket::send(std::span<const uint8_t> datagram) {
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  const auto *to = reinterpret_cast<const sockaddr *>(&kernel);
  const ssize_t sent =
      retry([&] { return sendto(descriptor(), datagram.data(), datagram.size(), 0, to, sizeof kernel); });
  return sent < 0 ? static_cast<int>(sent) : 0;
}

ssize_t Socket::peek() {
  return retry([&] { return recv(descriptor(), nullptr, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT); });
}

ssize_t Socket::receiveInto(std::span<uint8_t> bytes) {
  sockaddr_nl from{};
  iovec part{bytes.data(), bytes.size()};
  msghdr header{};
  header.msg_name = &from;
  header.msg_namelen = sizeof from;
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  const ssize_t size = retry([&] { return recvmsg(descriptor(), &header, MSG_TRUNC | MSG_DONTWAIT); });
  if (size < 0)
    return size;
  if ((header.msg_flags & MSG_TRUNC) != 0)
    return -EMSGSIZE;
  return from.nl_pid == 0 ? size : 0; // any process may write to our port
}

int Socket::receive(std::span<const uint8_t> &datagram) {
  for (;;) {
    const ssize_t coming = peek();
    if (coming < 0)
      return static_cast<int>(coming);
    if (static_cast<size_t>(coming) > scratchSize_) {
      scratchSize_ = align4(static_cast<size_t>(coming) > kScratch ? static_cast<size_t>(coming) : kScratch);
      scratch_.reset(new uint8_t[scratchSize_]);
    }
    const ssize_t size = receiveInto({scratch_.get(), scratchSize_});
    if (size < 0)
      return static_cast<int>(size);
    if (size > 0) {
      datagram = {scratch_.get(), static_cast<size_t>(size)};
      return 0;
    }
  }
}

int Socket::resolve(const std::string &name, uint32_t &index) { return linkIndex(*this, name, index); }

} // namespace netlink
