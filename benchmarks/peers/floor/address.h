#pragma once

#include "channel.h"
#include "list.h"

#include <linux/if_addr.h>

/** For RTM_NEWADDR: `address` (network byte order) with `prefix` bits on the link `index`, scope global. */
void address_put(struct nlmsghdr *message, uint32_t address, uint8_t prefix, unsigned index);

/** What the kernel reports about an IPv4 address. Addresses are in network byte order. */
struct address {
  struct ifaddrmsg header;
  uint32_t address, local, broadcast, anycast;
  uint32_t flags, priority, target_netnsid;
  uint8_t protocol;
  char label[16];
  struct ifa_cacheinfo cache;
};

/** All IPv4 addresses of the namespace of the channel, as items of a list of struct address. */
struct list address_list(struct channel *channel);

/** How many of them are on the link `index`. */
unsigned address_count(struct channel *channel, unsigned index);
