#include "listener.h"

#include "message.h"
#include "retry.h"

#include <algorithm>
#include <sys/socket.h>

namespace netlink {

namespace {

// RHEL 8 has older headers.
constexpr int kListenAllNsid = 8;

/** The namespace id in the ancillary data of a datagram, or -1. */
int32_t nsidOf(msghdr &header) {
  for (cmsghdr *part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_NETLINK || part->cmsg_type != kListenAllNsid)
      continue;
    int32_t nsid = -1;
    memcpy(&nsid, CMSG_DATA(part), sizeof nsid);
    return nsid;
  }
  return -1;
}

} // namespace

int Listener::open(int protocol, bool allNsid, const Subscription &subscription) {
  int error = socket_.open(protocol);
  const int on = 1;
  if (error == 0 && allNsid && setsockopt(descriptor(), SOL_NETLINK, kListenAllNsid, &on, sizeof on) < 0)
    error = -errno;
  return error != 0 ? error : change(subscription);
}

int Listener::change(const Subscription &subscription) {
  if (static_cast<size_t>(receiveBuffer()) != subscription.room)
    socket_.setReceiveRoom(subscription.room);
  int error = setFilter(subscription.filter);
  const auto lacks = [](const std::vector<uint32_t> &groups, uint32_t group) {
    return std::ranges::find(groups, group) == groups.end();
  };
  for (const uint32_t group : subscription.groups) {
    if (error == 0 && lacks(groups_, group))
      error = setGroup(NETLINK_ADD_MEMBERSHIP, group);
  }
  for (const uint32_t group : groups_) {
    if (error == 0 && lacks(subscription.groups, group))
      error = setGroup(NETLINK_DROP_MEMBERSHIP, group);
  }
  if (error == 0)
    // Not by operator=, which needs a symbol of a newer libstdc++ (scripts/symbols).
    groups_.assign(subscription.groups.begin(), subscription.groups.end());
  return error;
}

int Listener::setGroup(int option, uint32_t group) {
  return setsockopt(descriptor(), SOL_NETLINK, option, &group, sizeof group) < 0 ? -errno : 0;
}

int Listener::setFilter(const std::vector<sock_filter> &filter) {
  const std::lock_guard lock(mutex_);
  filter_.assign(filter.begin(), filter.end());
  return blocked_ ? 0 : attach(filter_);
}

int Listener::attach(const std::vector<sock_filter> &filter) {
  if (filter.empty()) {
    if (!std::exchange(filtered_, false))
      return 0;
    const int unused = 0;
    return setsockopt(descriptor(), SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused) < 0 ? -errno : 0;
  }
  const sock_fprog program{static_cast<unsigned short>(filter.size()), const_cast<sock_filter *>(filter.data())};
  if (setsockopt(descriptor(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0)
    return -errno;
  filtered_ = true;
  return 0;
}

/**
 * The kernel queues events again as soon as the last datagram was received, before anyone knows that it was the last. A
 * filter keeps them out, because a reader of what was queued must not take them for its continuation.
 */
void Listener::overran(bool discard) {
  overrun_ = true;
  const std::lock_guard lock(mutex_);
  if (!discard && !std::exchange(blocked_, true))
    attach({BPF_STMT(BPF_RET | BPF_K, 0)});
}

/** The queue is empty: whether anything was lost before. */
bool Listener::endOverrun() {
  if (!std::exchange(overrun_, false))
    return false;
  const std::lock_guard lock(mutex_);
  if (std::exchange(blocked_, false))
    attach(filter_);
  return true;
}

Received Listener::read(std::span<uint8_t> into, bool discard, const std::atomic<bool> &halted) {
  size_t filled = 0;
  while (!halted.load(std::memory_order_relaxed)) {
    if (into.size() - filled < kLargest)
      return {static_cast<int>(filled), false, false};
    Prefix prefix{};
    const ssize_t size = receive(into.subspan(filled + sizeof prefix), prefix);
    if (size == -EAGAIN)
      return {static_cast<int>(filled), endOverrun(), true};
    if (size == -EMSGSIZE && !discard)
      return {static_cast<int>(filled), true, false};
    if (size == -ENOBUFS || size == -EMSGSIZE)
      overran(discard);
    else if (size < 0)
      return {static_cast<int>(size), false, false};
    if (overrun_ && discard)
      filled = 0;
    if (size <= 0 || (overrun_ && discard))
      continue;
    prefix.size = static_cast<uint32_t>(size);
    memcpy(into.data() + filled, &prefix, sizeof prefix);
    filled += sizeof prefix + align4(static_cast<size_t>(size));
  }
  return {static_cast<int>(filled), false, false};
}

/** The size of the next datagram, 0 if it is not from the kernel, or a negative errno. */
ssize_t Listener::receive(std::span<uint8_t> into, Prefix &prefix) {
  alignas(cmsghdr) uint8_t control[CMSG_SPACE(sizeof(int))];
  sockaddr_nl from{};
  iovec part{into.data(), into.size()};
  msghdr header{};
  header.msg_name = &from;
  header.msg_namelen = sizeof from;
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  const ssize_t size = retry([&] { return recvmsg(descriptor(), &header, MSG_TRUNC | MSG_DONTWAIT); });
  if (size < 0)
    return size;
  if ((header.msg_flags & MSG_TRUNC) != 0)
    return -EMSGSIZE;
  prefix.nsid = nsidOf(header);
  return from.nl_pid == 0 ? size : 0; // any process may write to our port
}

} // namespace netlink
