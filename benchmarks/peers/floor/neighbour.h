#pragma once

#include "channel.h"
#include "list.h"

#include <linux/neighbour.h>

/** For RTM_NEWNEIGH: neighbour i of the link `index`, as WORK.md says. */
void neighbour_put(struct nlmsghdr *message, unsigned i, unsigned index);

/** What the kernel reports about an IPv4 neighbour. The address is in network byte order. */
struct neighbour {
  struct ndmsg header;
  uint32_t address;
  uint8_t hardware[32], hardware_length, protocol;
  uint32_t probes, flags;
  struct nda_cacheinfo cache;
};

/** All IPv4 neighbours of the namespace of the channel, as items of a list of struct neighbour. */
struct list neighbour_list(struct channel *channel);

/** How many of them are on the link `index`. */
unsigned neighbour_count(struct channel *channel, unsigned index);
