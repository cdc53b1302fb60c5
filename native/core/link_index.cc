#include "link_index.h"

#include "message.h"
#include "retry.h"
#include "socket.h"

#include <algorithm>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>

namespace netlink {

namespace {

// ALTIFNAMSIZ of <linux/if.h>, which cannot be included together with <net/if.h>.
constexpr size_t kAltNameSize = 128;

/** For names of up to 15 bytes; takes about a microsecond. dev_ioctl() truncates a name at a colon. */
int byIoctl(const Socket &socket, const std::string &name, uint32_t &index) {
  ifreq request{};
  name.copy(request.ifr_name, IFNAMSIZ - 1);
  const int error = retry([&] { return ioctl(socket.descriptor(), SIOCGIFINDEX, &request); });
  if (error == 0)
    index = static_cast<uint32_t>(request.ifr_ifindex);
  return error;
}

int askFor(Socket &socket, const std::string &name) {
  alignas(nlmsghdr) uint8_t bytes[512] = {};
  nlmsghdr *request = mnl_nlmsg_put_header(bytes);
  request->nlmsg_type = RTM_GETLINK;
  request->nlmsg_flags = NLM_F_REQUEST;
  auto *link = static_cast<ifinfomsg *>(mnl_nlmsg_put_extra_header(request, sizeof(ifinfomsg)));
  link->ifi_family = AF_UNSPEC;
  mnl_attr_put_u32(request, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  mnl_attr_put_strz(request, IFLA_ALT_IFNAME, name.c_str());
  return socket.send({bytes, request->nlmsg_len});
}

/** Parses one datagram; true if it contains the link or an error. */
bool answer(const Socket &socket, std::span<const uint8_t> datagram, uint32_t &index, int &error) {
  Messages messages(datagram);
  Message message;
  while (messages.next(message)) {
    if (message.header.nlmsg_seq != 0 || message.header.nlmsg_pid != socket.port())
      continue;
    if (message.header.nlmsg_type == NLMSG_ERROR) {
      error = message.errorCode();
      return true;
    }
    if (message.header.nlmsg_type == RTM_NEWLINK && message.payload.size() >= sizeof(ifinfomsg)) {
      memcpy(&index, message.payload.data() + offsetof(ifinfomsg, ifi_index), sizeof index);
      error = 0;
      return true;
    }
  }
  return false;
}

int byRequest(Socket &socket, const std::string &name, uint32_t &index) {
  int error = askFor(socket, name);
  std::span<const uint8_t> datagram;
  while (error == 0 && (error = socket.receive(datagram)) == 0) {
    if (answer(socket, datagram, index, error))
      return error;
  }
  return error == -EAGAIN ? -ENOBUFS : error;
}

} // namespace

int linkIndex(Socket &socket, const std::string &name, uint32_t &index) {
  if (name.empty() || name.size() >= kAltNameSize || name.find('\0') != std::string::npos)
    return -ENODEV;
  if (name.size() < IFNAMSIZ && name.find(':') == std::string::npos)
    return byIoctl(socket, name, index);
  return socket.protocol() == NETLINK_ROUTE ? byRequest(socket, name, index) : -ENODEV;
}

} // namespace netlink
