#include "check.h"
#include "sandbox.h"
#include "script.h"

#include "core/listener.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

// Against the kernel itself, in namespaces of our own.

using netlink::Listener;
using netlink::Received;
using netlink::Socket;
using netlink::Subscription;

namespace {

std::atomic<bool> halted{false};
constexpr size_t kRoom = 256 << 10;

uint32_t loopback(Socket &socket) {
  uint32_t index = 0;
  CHECK(socket.resolve("lo", index) == 0);
  return index;
}

/** A request for an address of lo: 127.1.x.y. */
Bytes address(uint16_t type, uint32_t sequence, uint32_t link, uint16_t number) {
  ifaddrmsg header{};
  header.ifa_family = AF_INET;
  header.ifa_prefixlen = 32;
  header.ifa_index = link;
  Bytes out(sizeof header + 8);
  memcpy(out.data(), &header, sizeof header);
  const uint16_t attribute[2] = {8, IFA_LOCAL};
  memcpy(out.data() + sizeof header, attribute, sizeof attribute);
  const uint8_t value[4] = {127, 1, static_cast<uint8_t>(number >> 8), static_cast<uint8_t>(number)};
  memcpy(out.data() + sizeof header + 4, value, sizeof value);
  return message(type, sequence, NLM_F_REQUEST | NLM_F_CREATE, out);
}

void change(Socket &socket, uint16_t type, uint16_t from, uint16_t count) {
  const uint32_t link = loopback(socket);
  for (uint16_t i = 0; i < count; i++)
    CHECK(socket.send(address(type, i + 1u, link, static_cast<uint16_t>(from + i))) == 0);
}

/** The types of the messages, and whether every prefix is that of the own namespace. */
std::vector<uint16_t> types(const Bytes &bytes, const Received &received) {
  std::vector<uint16_t> out;
  for (size_t at = 0; at < static_cast<size_t>(received.length);) {
    Listener::Prefix prefix;
    nlmsghdr header;
    memcpy(&prefix, bytes.data() + at, sizeof prefix);
    memcpy(&header, bytes.data() + at + sizeof prefix, sizeof header);
    CHECK(prefix.nsid == -1 && header.nlmsg_len <= prefix.size);
    out.push_back(header.nlmsg_type);
    at += sizeof prefix + netlink::align4(prefix.size);
  }
  return out;
}

Subscription addresses(size_t room = kRoom) { return {{RTNLGRP_IPV4_IFADDR}, {}, room}; }

} // namespace

TEST("a listener receives what its groups send, in order, and nothing else") {
  if (!sandboxed())
    return;
  Socket socket;
  Listener listener;
  CHECK(socket.open(NETLINK_ROUTE) == 0 && listener.open(NETLINK_ROUTE, false, addresses()) == 0);
  change(socket, RTM_NEWADDR, 1, 2);
  change(socket, RTM_DELADDR, 1, 1);
  Bytes bytes(kRoom);
  Received received = listener.read(bytes, true, halted);
  CHECK(received.drained && !received.lost);
  CHECK((types(bytes, received) == std::vector<uint16_t>{RTM_NEWADDR, RTM_NEWADDR, RTM_DELADDR}));
  CHECK(listener.change({{RTNLGRP_LINK}, {}, kRoom}) == 0);
  change(socket, RTM_DELADDR, 2, 1);
  received = listener.read(bytes, true, halted);
  CHECK(received.drained && received.length == 0);
}

TEST("an overrun is reported once the queue is empty, with or without what was queued before it") {
  if (!sandboxed())
    return;
  for (const bool discard : {true, false}) {
    Socket socket;
    Listener listener;
    CHECK(socket.open(NETLINK_ROUTE) == 0 && listener.open(NETLINK_ROUTE, false, addresses(4096)) == 0);
    change(socket, RTM_NEWADDR, 1, 40);
    Bytes bytes(kRoom);
    Received received = listener.read(bytes, discard, halted);
    CHECK(received.lost && received.drained);
    CHECK(discard ? received.length == 0 : !types(bytes, received).empty() && types(bytes, received).size() < 40);
    change(socket, RTM_DELADDR, 1, 1);
    received = listener.read(bytes, discard, halted);
    CHECK(!received.lost && types(bytes, received).size() == 1);
    change(socket, RTM_DELADDR, 2, 39);
  }
}

TEST("what is sent after an overrun is not read before the overrun is reported") {
  if (!sandboxed())
    return;
  Socket socket;
  Listener counted;
  Listener listener;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  CHECK(counted.open(NETLINK_ROUTE, false, addresses(4096)) == 0);
  CHECK(listener.open(NETLINK_ROUTE, false, addresses(4096)) == 0);
  change(socket, RTM_NEWADDR, 1, 40);
  Bytes bytes(kRoom);
  const size_t queued = types(bytes, counted.read(bytes, false, halted)).size();
  CHECK(queued > 0 && queued < 40);
  // There is room for one datagram: the last one is read before the queue is known to be empty.
  Bytes one(Listener::kLargest);
  for (size_t i = 0; i < queued; i++) {
    const Received received = listener.read(one, false, halted);
    CHECK(types(one, received).size() == 1 && !received.lost && !received.drained);
  }
  change(socket, RTM_DELADDR, 1, 1);
  Received received = listener.read(one, false, halted);
  CHECK(received.length == 0 && received.lost && received.drained);
  change(socket, RTM_DELADDR, 2, 1);
  received = listener.read(one, false, halted);
  CHECK((types(one, received) == std::vector<uint16_t>{RTM_DELADDR}) && !received.lost);
  change(socket, RTM_DELADDR, 3, 38);
}

TEST("a filter keeps datagrams out, and can be removed") {
  if (!sandboxed())
    return;
  Socket socket;
  Listener listener;
  Subscription subscription = addresses();
  const uint16_t type = RTM_DELADDR;
  // Loads are big-endian.
  subscription.filter = {
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, offsetof(nlmsghdr, nlmsg_type)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(type), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  CHECK(socket.open(NETLINK_ROUTE) == 0 && listener.open(NETLINK_ROUTE, false, subscription) == 0);
  Bytes bytes(kRoom);
  change(socket, RTM_NEWADDR, 1, 3);
  change(socket, RTM_DELADDR, 1, 1);
  CHECK((types(bytes, listener.read(bytes, true, halted)) == std::vector<uint16_t>{RTM_DELADDR}));
  CHECK(listener.change(addresses()) == 0);
  change(socket, RTM_NEWADDR, 1, 1);
  CHECK((types(bytes, listener.read(bytes, true, halted)) == std::vector<uint16_t>{RTM_NEWADDR}));
  change(socket, RTM_DELADDR, 1, 3);
}

TEST("a group that there is not is an error") {
  Listener listener;
  CHECK(listener.open(NETLINK_ROUTE, false, {{4000}, {}, kRoom}) == -EINVAL);
}

TEST("a full buffer ends a read, and the next one continues") {
  if (!sandboxed())
    return;
  Socket socket;
  Listener listener;
  CHECK(socket.open(NETLINK_ROUTE) == 0 && listener.open(NETLINK_ROUTE, false, addresses(4 << 20)) == 0);
  change(socket, RTM_NEWADDR, 1, 20);
  Bytes bytes(Listener::kLargest + 200);
  size_t count = 0;
  Received received;
  do {
    received = listener.read(bytes, true, halted);
    CHECK(received.length >= 0 && !received.lost);
    count += types(bytes, received).size();
  } while (!received.drained && received.length > 0);
  CHECK(count == 20);
  change(socket, RTM_DELADDR, 1, 20);
}
