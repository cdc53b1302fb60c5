#include "link.h"
#include "value.h"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

static void read_inet(const struct nlattr *nest, struct link *link) {
  const struct nlattr *at;
  mnl_attr_for_each_nested(at, nest) {
    if (mnl_attr_get_type(at) == IFLA_INET_CONF)
      VALUE(at, link->inet);
  }
}

static void read_inet6(const struct nlattr *nest, struct link *link) {
  const struct nlattr *at;
  mnl_attr_for_each_nested(at, nest) {
    switch (mnl_attr_get_type(at)) {
    case IFLA_INET6_FLAGS:
      VALUE(at, link->inet6_flags);
      break;
    case IFLA_INET6_CONF:
      VALUE(at, link->inet6);
      break;
    case IFLA_INET6_STATS:
      VALUE(at, link->inet6_statistics);
      break;
    case IFLA_INET6_ICMP6STATS:
      VALUE(at, link->icmp6_statistics);
      break;
    case IFLA_INET6_CACHEINFO:
      VALUE(at, link->inet6_cache);
      break;
    case IFLA_INET6_TOKEN:
      VALUE(at, link->inet6_token);
      break;
    case IFLA_INET6_ADDR_GEN_MODE:
      VALUE(at, link->inet6_mode);
      break;
    case IFLA_INET6_RA_MTU:
      VALUE(at, link->inet6_ra_mtu);
      break;
    default:
      break;
    }
  }
}

static void read_families(const struct nlattr *nest, struct link *link) {
  const struct nlattr *at;
  mnl_attr_for_each_nested(at, nest) {
    if (mnl_attr_get_type(at) == AF_INET)
      read_inet(at, link);
    else if (mnl_attr_get_type(at) == AF_INET6)
      read_inet6(at, link);
  }
}

static void read_info(const struct nlattr *nest, struct link *link) {
  const struct nlattr *at;
  mnl_attr_for_each_nested(at, nest) {
    if (mnl_attr_get_type(at) == IFLA_INFO_KIND)
      VALUE(at, link->kind);
    else if (mnl_attr_get_type(at) == IFLA_INFO_SLAVE_KIND)
      VALUE(at, link->port_kind);
  }
}

static void read_xdp(const struct nlattr *nest, struct link *link) {
  const struct nlattr *at;
  mnl_attr_for_each_nested(at, nest) {
    if (mnl_attr_get_type(at) == IFLA_XDP_ATTACHED)
      VALUE(at, link->xdp_attached);
  }
}

/** A row of the switch below: the attribute IFLA_`constant` is the field `member`. */
#define FIELD(constant, member)                                                                                        \
  case IFLA_##constant:                                                                                                \
    VALUE(at, link->member);                                                                                           \
    break;

static void read_attribute(const struct nlattr *at, struct link *link) {
  switch (mnl_attr_get_type(at)) {
    FIELD(BROADCAST, broadcast)
    FIELD(IFNAME, name)
    FIELD(MTU, mtu)
    FIELD(LINK, parent)
    FIELD(QDISC, qdisc)
    FIELD(STATS, statistics32)
    FIELD(MASTER, master)
    FIELD(TXQLEN, txqlen)
    FIELD(MAP, map)
    FIELD(OPERSTATE, operstate)
    FIELD(LINKMODE, linkmode)
    FIELD(IFALIAS, alias)
    FIELD(STATS64, statistics)
    FIELD(GROUP, group)
    FIELD(PROMISCUITY, promiscuity)
    FIELD(ALLMULTI, allmulti)
    FIELD(NUM_TX_QUEUES, tx_queues)
    FIELD(NUM_RX_QUEUES, rx_queues)
    FIELD(CARRIER, carrier)
    FIELD(CARRIER_CHANGES, carrier_changes)
    FIELD(CARRIER_UP_COUNT, carrier_ups)
    FIELD(CARRIER_DOWN_COUNT, carrier_downs)
    FIELD(LINK_NETNSID, netnsid)
    FIELD(NEW_NETNSID, new_netnsid)
    FIELD(NEW_IFINDEX, new_index)
    FIELD(PROTO_DOWN, proto_down)
    FIELD(GSO_MAX_SEGS, gso_max_segs)
    FIELD(GSO_MAX_SIZE, gso_max_size)
    FIELD(GRO_MAX_SIZE, gro_max_size)
    FIELD(TSO_MAX_SEGS, tso_max_segs)
    FIELD(TSO_MAX_SIZE, tso_max_size)
    FIELD(EVENT, event)
    FIELD(MIN_MTU, min_mtu)
    FIELD(MAX_MTU, max_mtu)
    FIELD(PERM_ADDRESS, permanent)
    FIELD(PARENT_DEV_NAME, parent_device)
  case IFLA_ADDRESS:
    link->address_length = (uint8_t)mnl_attr_get_payload_len(at);
    VALUE(at, link->address);
    break;
  case IFLA_LINKINFO:
    read_info(at, link);
    break;
  case IFLA_AF_SPEC:
    read_families(at, link);
    break;
  case IFLA_XDP:
    read_xdp(at, link);
    break;
  default:
    break;
  }
}

void link_read(const struct nlmsghdr *message, struct link *link) {
  const struct ifinfomsg *header = mnl_nlmsg_get_payload(message);
  link->index = header->ifi_index;
  link->type = header->ifi_type;
  link->flags = header->ifi_flags;
  const struct nlattr *at;
  mnl_attr_for_each(at, message, sizeof *header) read_attribute(at, link);
}

static void keep(const struct nlmsghdr *message, void *list) { link_read(message, list_next(list)); }

struct list link_list(struct channel *channel) {
  char bytes[64];
  struct nlmsghdr *request = channel_message(channel, bytes, RTM_GETLINK, 0);
  link_put_get(request, NULL);
  struct list list = {.width = sizeof(struct link)};
  channel_dump(channel, request, keep, &list);
  return list;
}

unsigned link_count(struct channel *channel, unsigned master) {
  struct list list = link_list(channel);
  unsigned count = 0;
  for (unsigned i = 0; i < list.count; i++) {
    const struct link *link = list_at(&list, i);
    count += master == 0 || link->master == master;
  }
  list_free(&list);
  return count;
}
