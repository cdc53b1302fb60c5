#pragma once

#include "channel.h"
#include "list.h"

#include <linux/if_link.h>
#include <linux/snmp.h>
#include <net/if.h>

/** A veth to create. */
struct veth {
  const char *name, *peer;
  unsigned master;
  /** Descriptor of the namespace of the peer; -1: the same. */
  int peer_netns;
  /** Chosen index of the peer; 0: the kernel's choice. */
  int peer_index;
  /** Queues of both ends, as many each way; 0: the kernel's choice, which costs a veth two grace periods. */
  unsigned queues;
  /** Only the veth itself: the kernel refuses a peer that is up before there is the other end (ENOTCONN). */
  bool up;
};

void link_put_veth(struct nlmsghdr *message, const struct veth *veth);

/** A bridge `name`, up. */
void link_put_bridge(struct nlmsghdr *message, const char *name);

/** For RTM_NEWLINK: the link by index, up. */
void link_put_up(struct nlmsghdr *message, int index);

/** For RTM_SETLINK: the link by name, up. */
void link_put_up_named(struct nlmsghdr *message, const char *name);

/** For RTM_SETLINK: the link by name, into a group. */
void link_put_group(struct nlmsghdr *message, const char *name, unsigned group);

/** For RTM_DELLINK: all links of a group. */
void link_put_group_only(struct nlmsghdr *message, unsigned group);

/** For RTM_GETLINK: by name (NULL: all). */
void link_put_get(struct nlmsghdr *message, const char *name);

/** What the kernel reports about a link, in host byte order. */
struct link {
  int index, parent;
  unsigned type, flags, master, mtu, min_mtu, max_mtu, txqlen, group, promiscuity, allmulti;
  unsigned tx_queues, rx_queues, gso_max_segs, gso_max_size, gro_max_size, tso_max_size, tso_max_segs;
  unsigned carrier_changes, carrier_ups, carrier_downs, event;
  int netnsid, new_netnsid, new_index;
  uint8_t operstate, linkmode, carrier, proto_down, xdp_attached, address_length;
  uint8_t address[32], broadcast[32], permanent[32];
  char name[IFNAMSIZ], kind[IFNAMSIZ], port_kind[IFNAMSIZ], qdisc[IFNAMSIZ];
  char alias[256], parent_device[64];
  struct rtnl_link_ifmap map;
  struct rtnl_link_stats64 statistics;
  struct rtnl_link_stats statistics32;
  uint32_t inet[40];
  uint32_t inet6[80];
  uint64_t inet6_statistics[__IPSTATS_MIB_MAX], icmp6_statistics[__ICMP6_MIB_MAX];
  uint32_t inet6_flags;
  struct ifla_cacheinfo inet6_cache;
  uint8_t inet6_token[16], inet6_mode;
  uint32_t inet6_ra_mtu;
};

/** Reads one RTM_NEWLINK. */
void link_read(const struct nlmsghdr *message, struct link *link);

/** All links of the namespace of the channel, as items of a list of struct link. */
struct list link_list(struct channel *channel);

/** How many links there are with this master (0: of any). */
unsigned link_count(struct channel *channel, unsigned master);

/** The index of a link in the namespace of the calling thread; ends the process when there is none. */
unsigned link_index(const char *name);
