#include "bulk.h"
#include "fail.h"
#include "neighbour.h"
#include "pair.h"
#include "trial.h"

#include <linux/rtnetlink.h>

static double add(unsigned items, struct channel *channel) {
  const unsigned index = pair_make(channel);
  struct bulk bulk = bulk_open(channel);
  const double begun = now();
  for (unsigned i = 0; i < items; i++)
    neighbour_put(bulk_message(&bulk, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL), i, index);
  bulk_close(&bulk);
  const double ended = now();
  expect_count("neighbours", neighbour_count(channel, index), items);
  return ended - begun;
}

void add_neighbours(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  outcome->milliseconds = add(items, &channel);
}

void list_neighbours(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  add(items, &channel);
  const double begun = now();
  struct list list = neighbour_list(&channel);
  outcome->milliseconds = now() - begun;
  expect_count("neighbours", list.count, items);
}
