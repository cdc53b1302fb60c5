#include "script.h"

#include <cerrno>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

using netlink::align4;

const netlink::Protocol kRtnetlink{
    .number = NETLINK_ROUTE,
    .objectMask = 3,
    .objectBits = RTM_GETLINK & 3,
    .linkChanges = {RTM_NEWLINK, RTM_DELLINK, RTM_SETLINK, RTM_NEWLINKPROP, RTM_DELLINKPROP},
    .linkSettings = {RTM_NEWLINK, sizeof(ifinfomsg), {IFLA_IFNAME, IFLA_NET_NS_FD}},
};
const netlink::Protocol kOther{.number = NETLINK_NETFILTER};

Bytes message(uint16_t type, uint32_t sequence, uint16_t flags, const Bytes &payload, uint32_t port) {
  nlmsghdr header{};
  header.nlmsg_len = static_cast<uint32_t>(sizeof header + payload.size());
  header.nlmsg_type = type;
  header.nlmsg_flags = flags;
  header.nlmsg_seq = sequence;
  header.nlmsg_pid = port;
  Bytes out(align4(header.nlmsg_len));
  memcpy(out.data(), &header, sizeof header);
  if (!payload.empty())
    memcpy(out.data() + sizeof header, payload.data(), payload.size());
  return out;
}

Bytes ack(uint32_t sequence, int error, uint16_t flags, uint32_t port) {
  nlmsgerr body{};
  body.error = error;
  body.msg.nlmsg_seq = sequence;
  Bytes payload(sizeof body);
  memcpy(payload.data(), &body, sizeof body);
  return message(NLMSG_ERROR, sequence, flags, payload, port);
}

Bytes operator+(Bytes left, const Bytes &right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Bytes join(std::initializer_list<Bytes> parts) {
  Bytes out;
  for (const Bytes &part : parts)
    out = std::move(out) + part;
  return out;
}

void Script::acknowledge() {
  onSend = [this](const Bytes &datagram) {
    for (const nlmsghdr &header : headers(datagram)) {
      if ((header.nlmsg_flags & NLM_F_ACK) != 0)
        answer(ack(header.nlmsg_seq, 0));
    }
  };
}

int Script::send(std::span<const uint8_t> datagram) {
  sent.emplace_back(datagram.begin(), datagram.end());
  if (!sendErrors.empty()) {
    const int error = sendErrors.front();
    sendErrors.erase(sendErrors.begin());
    if (error != 0)
      return error;
  }
  onSend(sent.back());
  return 0;
}

int Script::receive(std::span<const uint8_t> &datagram) {
  if (queue.empty())
    return -EAGAIN;
  Answer next = std::move(queue.front());
  queue.pop_front();
  current_ = std::move(next.datagram);
  datagram = current_;
  return next.error;
}

int Script::resolve(const std::string &name, uint32_t &index) {
  looked.push_back(name);
  const auto found = links.find(name);
  if (found == links.end())
    return -ENODEV;
  index = found->second;
  return 0;
}

bool Script::ensureSendRoom(size_t datagram) {
  if (datagram > widest)
    return false;
  room = std::max(room, datagram);
  return true;
}

std::vector<nlmsghdr> headers(const Bytes &datagram) {
  std::vector<nlmsghdr> out;
  netlink::Messages messages(datagram);
  netlink::Message next;
  while (messages.next(next))
    out.push_back(next.header);
  return out;
}
