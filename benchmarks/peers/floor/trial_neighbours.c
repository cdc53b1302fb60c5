#include "bulk.h"
#include "fail.h"
#include "neighbour.h"
#include "pair.h"
#include "trial.h"

#include <linux/rtnetlink.h>

static struct span add(unsigned items, struct channel *channel) {
  const unsigned index = pair_make(channel);
  struct bulk bulk = bulk_open(channel);
  const struct span begun = span_begin();
  for (unsigned i = 0; i < items; i++)
    neighbour_put(bulk_message(&bulk, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL), i, index);
  bulk_close(&bulk);
  const struct span took = span_end(begun);
  expect_count("neighbours", neighbour_count(channel, index), items);
  return took;
}

void add_neighbours(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  outcome->took = add(items, &channel);
}

void list_neighbours(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  add(items, &channel);
  const struct span begun = span_begin();
  struct list list = neighbour_list(&channel);
  outcome->took = span_end(begun);
  expect_count("neighbours", list.count, items);
}
