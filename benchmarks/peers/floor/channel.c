#include "channel.h"

#include "fail.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

/** What the kernel gives at most in one datagram of a dump (netlink_recvmsg caps the size that it learns at 32 KiB). */
enum { RECEIVED_AT_ONCE = 32768, RECEIVE_BUFFER = 1 << 20 };

static void option(const struct mnl_socket *socket, int name) {
  int on = 1;
  if (mnl_socket_setsockopt(socket, name, &on, sizeof on) < 0)
    fail("setsockopt");
}

struct channel channel_open(int protocol) {
  struct mnl_socket *socket = mnl_socket_open2(protocol, SOCK_CLOEXEC);
  if (!socket || mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
    fail("netlink socket");
  option(socket, NETLINK_CAP_ACK);
  option(socket, NETLINK_GET_STRICT_CHK);
  const int size = RECEIVE_BUFFER;
  setsockopt(mnl_socket_get_fd(socket), SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  return (struct channel){.socket = socket};
}

void channel_close(struct channel *channel) { mnl_socket_close(channel->socket); }

void channel_hold(struct channel *channel, size_t length) {
  // The kernel doubles what it is given, and keeps 32 bytes for itself.
  const int size = (int)(length / 2 + 64);
  int held = 0;
  socklen_t width = sizeof held;
  const int fd = mnl_socket_get_fd(channel->socket);
  if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &held, &width) == 0 && held >= 2 * size)
    return;
  // Without root, net.core.wmem_max is the limit.
  if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) < 0)
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

void channel_send(struct channel *channel, const void *bytes, size_t length) {
  if (mnl_socket_sendto(channel->socket, bytes, length) < 0)
    fail("send");
}

struct nlmsghdr *channel_message(struct channel *channel, void *at, uint16_t type, uint16_t flags) {
  struct nlmsghdr *message = mnl_nlmsg_put_header(at);
  message->nlmsg_type = type;
  message->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
  message->nlmsg_seq = ++channel->sequence;
  return message;
}

void expect_success(const struct nlmsghdr *message) {
  const struct nlmsgerr *answer = mnl_nlmsg_get_payload(message);
  if (message->nlmsg_type != NLMSG_ERROR || answer->error == 0)
    return;
  errno = -answer->error;
  fail("the kernel refused");
}

size_t channel_receive(struct channel *channel, void *into, size_t room) {
  const ssize_t length = mnl_socket_recvfrom(channel->socket, into, room);
  if (length < 0)
    fail("receive");
  return (size_t)length;
}

void channel_await(struct channel *channel, uint32_t sequence) {
  char bytes[RECEIVED_AT_ONCE];
  for (;;) {
    int left = (int)channel_receive(channel, bytes, sizeof bytes);
    for (struct nlmsghdr *at = (void *)bytes; mnl_nlmsg_ok(at, left); at = mnl_nlmsg_next(at, &left)) {
      expect_success(at);
      if (at->nlmsg_type == NLMSG_ERROR && at->nlmsg_seq == sequence)
        return;
    }
  }
}

void channel_ask(struct channel *channel, struct nlmsghdr *request) {
  request->nlmsg_flags |= NLM_F_ACK;
  channel_send(channel, request, request->nlmsg_len);
  channel_await(channel, request->nlmsg_seq);
}

static bool dump_part(const char *bytes, int left, on_message *each, void *data) {
  for (const struct nlmsghdr *at = (const void *)bytes; mnl_nlmsg_ok(at, left); at = mnl_nlmsg_next(at, &left)) {
    if (at->nlmsg_flags & NLM_F_DUMP_INTR) {
      errno = EINTR;
      fail("dump");
    }
    if (at->nlmsg_type == NLMSG_DONE)
      return true;
    expect_success(at);
    each(at, data);
  }
  return false;
}

void channel_dump(struct channel *channel, struct nlmsghdr *request, on_message *each, void *data) {
  request->nlmsg_flags |= NLM_F_DUMP;
  channel_send(channel, request, request->nlmsg_len);
  char bytes[RECEIVED_AT_ONCE];
  while (!dump_part(bytes, (int)channel_receive(channel, bytes, sizeof bytes), each, data))
    ;
}
