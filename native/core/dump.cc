#include "dump.h"

#include "message.h"

#include <cerrno>

namespace netlink {

int Dump::start(std::span<const uint8_t> request) {
  Messages messages(request);
  Message message;
  if (!messages.next(message))
    return -EINVAL;
  sequence_ = message.header.nlmsg_seq;
  return socket_.send(request);
}

Pulled Dump::pull(std::span<uint8_t> into, const std::atomic<bool> &halted) {
  size_t filled = 0;
  while (!ended_ && !halted.load(std::memory_order_relaxed)) {
    // The kernel produces the next part of a dump while one is received, so an empty queue before the end means an
    // overrun.
    const ssize_t coming = socket_.peek();
    if (coming < 0)
      return {coming == -EAGAIN ? -ENOBUFS : static_cast<int>(coming), false};
    if (static_cast<size_t>(coming) > into.size() - filled)
      return {filled == 0 ? -EMSGSIZE : static_cast<int>(filled), false};
    const ssize_t size = socket_.receiveInto(into.subspan(filled));
    if (size < 0)
      return {static_cast<int>(size), false};
    filled += take(into.subspan(filled, static_cast<size_t>(size)));
  }
  return {static_cast<int>(filled), ended_};
}

/** How many bytes of a datagram belong to this dump, up to its final message. */
size_t Dump::take(std::span<const uint8_t> datagram) {
  Messages messages(datagram);
  Message message;
  size_t end = 0;
  while (!ended_ && messages.next(message)) {
    const nlmsghdr &header = message.header;
    if (header.nlmsg_seq != sequence_ || header.nlmsg_pid != socket_.port())
      return end;
    ended_ = header.nlmsg_type == NLMSG_DONE || header.nlmsg_type == NLMSG_ERROR;
    end = message.end();
  }
  return align4(end) <= datagram.size() ? align4(end) : end;
}

} // namespace netlink
