#define _GNU_SOURCE
#include "bulk.h"

#include "fail.h"

#include <linux/netlink.h>
#include <stdlib.h>
#include <sys/socket.h>

/*
 * Below a few hundred requests a datagram the system call shows, above some thousand the bytes no longer lie in the
 * cache. ROOM is less than the default send buffer of the kernel takes (212 992 bytes); 256 acks are what its receive
 * buffer holds.
 */
enum { TOGETHER = 2000, ACKS = 256, ROOM = 160 * 1024, LARGEST = 512, ACK_SIZE = 64 };

static struct bulk make(struct channel *channel, unsigned limit, bool each) {
  char *bytes = malloc(ROOM);
  if (!bytes)
    fail("memory");
  return (struct bulk){.channel = channel, .bytes = bytes, .limit = limit, .each = each};
}

struct bulk bulk_open(struct channel *channel) {
  return make(channel, TOGETHER, false);
}

struct bulk bulk_open_each(struct channel *channel) {
  return make(channel, ACKS, true);
}

static void end_last(struct bulk *bulk) {
  if (bulk->last)
    bulk->used += MNL_ALIGN(bulk->last->nlmsg_len);
}

/** Acks are a datagram each; one system call brings many of them. */
static void await_each(struct bulk *bulk) {
  static _Thread_local char bytes[ACKS][ACK_SIZE];
  struct mmsghdr messages[ACKS];
  struct iovec parts[ACKS];
  for (unsigned i = 0; i < bulk->count; i++) {
    parts[i] = (struct iovec){bytes[i], ACK_SIZE};
    messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &parts[i], .msg_iovlen = 1}};
  }
  for (unsigned got = 0; got < bulk->count;) {
    const int fd = mnl_socket_get_fd(bulk->channel->socket);
    const int more = recvmmsg(fd, messages + got, bulk->count - got, MSG_WAITFORONE, NULL);
    if (more < 0)
      fail("receive");
    for (int i = 0; i < more; i++)
      expect_success((void *)bytes[got + (unsigned)i]);
    got += (unsigned)more;
  }
}

static void flush(struct bulk *bulk) {
  if (bulk->count == 0)
    return;
  bulk->last->nlmsg_flags |= NLM_F_ACK;
  channel_send(bulk->channel, bulk->bytes, bulk->used);
  if (bulk->each)
    await_each(bulk);
  else
    channel_await(bulk->channel, bulk->last->nlmsg_seq);
  bulk->used = 0;
  bulk->count = 0;
  bulk->last = NULL;
}

struct nlmsghdr *bulk_message(struct bulk *bulk, uint16_t type, uint16_t flags) {
  end_last(bulk);
  if (bulk->count == bulk->limit || bulk->used + LARGEST > ROOM)
    flush(bulk);
  bulk->count++;
  const uint16_t ack = bulk->each ? NLM_F_ACK : 0;
  bulk->last = channel_message(bulk->channel, bulk->bytes + bulk->used, type, (uint16_t)(flags | ack));
  return bulk->last;
}

void bulk_close(struct bulk *bulk) {
  end_last(bulk);
  flush(bulk);
  free(bulk->bytes);
}
