#include "address.h"
#include "bulk.h"
#include "fail.h"
#include "number.h"
#include "pair.h"
#include "trial.h"

#include <linux/rtnetlink.h>

static struct span add(unsigned items, struct channel *channel) {
  const unsigned index = pair_make(channel);
  struct bulk bulk = bulk_open(channel);
  const struct span begun = span_begin();
  for (unsigned i = 0; i < items; i++)
    address_put(bulk_message(&bulk, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL), address_of(i), 32, index);
  bulk_close(&bulk);
  const struct span took = span_end(begun);
  expect_count("addresses", address_count(channel, index), items);
  return took;
}

void add_addresses(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  outcome->took = add(items, &channel);
}

void list_addresses(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  add(items, &channel);
  const struct span begun = span_begin();
  struct list list = address_list(&channel);
  outcome->took = span_end(begun);
  expect_count("addresses", list.count, items);
}

void latency_address(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  const unsigned index = pair_make(&channel);
  const struct span begun = span_begin();
  for (unsigned i = 0; i < items; i++) {
    char bytes[128];
    struct nlmsghdr *request = channel_message(&channel, bytes, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    address_put(request, address_of(i), 32, index);
    channel_ask(&channel, request);
  }
  outcome->took = span_end(begun);
  expect_count("addresses", address_count(&channel, index), items);
}
