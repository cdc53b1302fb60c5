#pragma once

#include "channel.h"
#include "list.h"

#include <linux/rtnetlink.h>

/** For RTM_NEWROUTE: A(i)/32 by the link `oif`, as WORK.md says. */
void route_put_host(struct nlmsghdr *message, unsigned i, unsigned oif);

/** For RTM_NEWROUTE: the default route by `gateway` (network byte order) and the link `oif`. */
void route_put_default(struct nlmsghdr *message, uint32_t gateway, unsigned oif);

/** A next hop of several. */
struct hop {
  int oif;
  uint8_t weight, flags;
  uint32_t gateway;
};

/** What the kernel reports about an IPv4 route. Addresses are in network byte order. */
struct route {
  struct rtmsg header;
  uint32_t dst, src, gateway, prefsrc;
  unsigned oif, iif, priority, table, flow, mark, uid, nexthop;
  uint16_t encap_type;
  uint8_t pref, ttl_propagate;
  uint8_t via[18];
  unsigned hop_count;
  struct hop *hops;
  /** RTAX_MAX + 1 values, when there are any. */
  uint32_t *metrics;
  struct rta_cacheinfo *cache;
};

/** Reads one RTM_NEWROUTE. */
void route_read(const struct nlmsghdr *message, struct route *route);
void route_free(struct route *route);

/** Asks for table main of IPv4 and calls back for each. */
void route_dump(struct channel *channel, on_message *each, void *data);

/** How many routes table main has. */
unsigned route_count(struct channel *channel);

/** How many default routes table main has by the link `oif`. */
unsigned route_count_default(struct channel *channel, unsigned oif);
