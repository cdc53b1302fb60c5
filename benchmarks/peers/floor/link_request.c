#include "fail.h"
#include "link.h"

#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

static struct ifinfomsg *header(struct nlmsghdr *message) {
  return mnl_nlmsg_put_extra_header(message, sizeof(struct ifinfomsg));
}

static void set_up(struct ifinfomsg *link) { link->ifi_flags = link->ifi_change = IFF_UP; }

/**
 * A veth without an explicit number of queues gets one for each processor. All but the first are then removed, which
 * waits for a grace period at each end (veth_init_queues in drivers/net/veth.c).
 */
static void put_queues(struct nlmsghdr *message, unsigned queues) {
  if (queues == 0)
    return;
  mnl_attr_put_u32(message, IFLA_NUM_TX_QUEUES, queues);
  mnl_attr_put_u32(message, IFLA_NUM_RX_QUEUES, queues);
}

static void put_peer(struct nlmsghdr *message, const struct veth *veth) {
  struct nlattr *peer = mnl_attr_nest_start(message, VETH_INFO_PEER);
  struct ifinfomsg *link = header(message);
  link->ifi_index = veth->peer_index;
  mnl_attr_put_strz(message, IFLA_IFNAME, veth->peer);
  put_queues(message, veth->queues);
  if (veth->peer_netns >= 0)
    mnl_attr_put_u32(message, IFLA_NET_NS_FD, (uint32_t)veth->peer_netns);
  mnl_attr_nest_end(message, peer);
}

/**
 * Until the kernel has noticed that a new veth has no carrier its state is unknown, with which a bridge takes it for a
 * port that works: enabled, disabled and enabled again, with a look at all other ports each time. A dormant one waits.
 */
static void put_master(struct nlmsghdr *message, unsigned master) {
  mnl_attr_put_u32(message, IFLA_MASTER, master);
  mnl_attr_put_u8(message, IFLA_OPERSTATE, IF_OPER_DORMANT);
}

void link_put_veth(struct nlmsghdr *message, const struct veth *veth) {
  struct ifinfomsg *link = header(message);
  if (veth->up)
    set_up(link);
  mnl_attr_put_strz(message, IFLA_IFNAME, veth->name);
  put_queues(message, veth->queues);
  if (veth->master)
    put_master(message, veth->master);
  struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
  mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
  struct nlattr *data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
  put_peer(message, veth);
  mnl_attr_nest_end(message, data);
  mnl_attr_nest_end(message, info);
}

void link_put_bridge(struct nlmsghdr *message, const char *name) {
  set_up(header(message));
  mnl_attr_put_strz(message, IFLA_IFNAME, name);
  struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
  mnl_attr_put_strz(message, IFLA_INFO_KIND, "bridge");
  mnl_attr_nest_end(message, info);
}

void link_put_up_named(struct nlmsghdr *message, const char *name) {
  set_up(header(message));
  mnl_attr_put_strz(message, IFLA_IFNAME, name);
}

void link_put_up(struct nlmsghdr *message, int index) {
  struct ifinfomsg *link = header(message);
  link->ifi_index = index;
  set_up(link);
}

void link_put_group(struct nlmsghdr *message, const char *name, unsigned group) {
  header(message);
  mnl_attr_put_strz(message, IFLA_IFNAME, name);
  mnl_attr_put_u32(message, IFLA_GROUP, group);
}

void link_put_group_only(struct nlmsghdr *message, unsigned group) {
  header(message);
  mnl_attr_put_u32(message, IFLA_GROUP, group);
}

void link_put_get(struct nlmsghdr *message, const char *name) {
  header(message);
  if (name)
    mnl_attr_put_strz(message, IFLA_IFNAME, name);
}

unsigned link_index(const char *name) {
  const unsigned index = if_nametoindex(name);
  if (index == 0)
    fail(name);
  return index;
}
