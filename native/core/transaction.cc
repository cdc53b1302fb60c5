#include "transaction.h"

#include "message.h"

#include <cerrno>

namespace netlink {

namespace {

// skb->truesize of an NLMSG_ERROR with extack. Echoed objects come on top: they repeat what was sent, in buffers that
// may be half empty.
constexpr size_t kErrorReplyBytes = 1280;
constexpr size_t kEchoFactor = 4;

} // namespace

int transact(Socket &socket, std::span<const uint8_t> batch, size_t answers, std::vector<uint8_t> &replies) {
  if (!socket.ensureSendRoom(batch.size()))
    return -EMSGSIZE;
  socket.ensureReceiveRoom(answers * kErrorReplyBytes + batch.size() * kEchoFactor);
  const int sent = socket.send(batch);
  if (sent != 0)
    return sent == -ENOBUFS ? -ENOMEM : sent; // nothing was executed
  bool lost = false;
  for (;;) {
    std::span<const uint8_t> datagram;
    const int error = socket.receive(datagram);
    if (error == 0) {
      replies.insert(replies.end(), datagram.begin(), datagram.end());
      replies.resize(align4(replies.size()));
    } else if (error == -ENOBUFS) {
      lost = true;
    } else {
      return lost ? -ENOBUFS : error == -EAGAIN ? 0 : error;
    }
  }
}

} // namespace netlink
