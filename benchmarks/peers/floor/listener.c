#define _GNU_SOURCE

#include "listener.h"

#include "fail.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <sys/socket.h>

enum { BUFFER = 64 << 20, AT_ONCE = 64, LARGEST = 32768 };

static void force(int fd, int size) {
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

/** Loads are big-endian, messages are in the byte order of the machine. */
#define TYPE(value) __builtin_bswap16(value)
#define IF_EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)

static void filter(int fd) {
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, offsetof(struct nlmsghdr, nlmsg_type)),
      IF_EQUAL(TYPE(RTM_NEWROUTE), 6, 0),
      IF_EQUAL(TYPE(RTM_DELROUTE), 5, 0),
      IF_EQUAL(TYPE(RTM_NEWLINK), 8, 0),
      IF_EQUAL(TYPE(RTM_DELLINK), 7, 0),
      IF_EQUAL(TYPE(RTM_DELADDR), 6, 0),
      IF_EQUAL(TYPE(RTM_NEWNEXTHOP), 5, 0),
      IF_EQUAL(TYPE(RTM_DELNEXTHOP), 4, 5),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, NLMSG_HDRLEN + offsetof(struct rtmsg, rtm_family)),
      IF_EQUAL(AF_INET, 0, 3),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, NLMSG_HDRLEN + offsetof(struct rtmsg, rtm_table)),
      IF_EQUAL(RT_TABLE_MAIN, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  const struct sock_fprog whole = {.len = sizeof program / sizeof *program, .filter = program};
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &whole, sizeof whole) < 0)
    fail("filter");
}

struct channel listener_open(void) {
  struct mnl_socket *socket = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
  if (!socket || mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
    fail("netlink socket");
  const int fd = mnl_socket_get_fd(socket);
  force(fd, BUFFER / 2);
  filter(fd);
  int groups[] = {RTNLGRP_LINK,    RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR,
                  RTNLGRP_NEXTHOP, RTNLGRP_IPV4_ROUTE,  RTNLGRP_IPV6_ROUTE};
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
    if (mnl_socket_setsockopt(socket, NETLINK_ADD_MEMBERSHIP, &groups[i], sizeof groups[i]) < 0)
      fail("group");
  }
  return (struct channel){.socket = socket};
}

void listener_read(struct channel *listener, on_message *each, void *data) {
  static char bytes[AT_ONCE][LARGEST];
  struct mmsghdr messages[AT_ONCE];
  struct iovec parts[AT_ONCE];
  for (int i = 0; i < AT_ONCE; i++) {
    parts[i] = (struct iovec){.iov_base = bytes[i], .iov_len = LARGEST};
    messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &parts[i], .msg_iovlen = 1}};
  }
  const int count = recvmmsg(mnl_socket_get_fd(listener->socket), messages, AT_ONCE, MSG_WAITFORONE, NULL);
  if (count < 0 && errno != EINTR)
    fail("events");
  for (int i = 0; i < count; i++) {
    int left = (int)messages[i].msg_len;
    for (const struct nlmsghdr *at = (void *)bytes[i]; mnl_nlmsg_ok(at, left); at = mnl_nlmsg_next(at, &left))
      each(at, data);
  }
}
