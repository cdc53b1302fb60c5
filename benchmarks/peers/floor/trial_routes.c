#include "bulk.h"
#include "fail.h"
#include "memory.h"
#include "pair.h"
#include "route.h"
#include "trial.h"

#include <linux/netlink.h>

static struct span add(unsigned items, struct channel *channel, struct bulk bulk) {
  const unsigned oif = pair_make(channel);
  const struct span begun = span_begin();
  for (unsigned i = 0; i < items; i++)
    route_put_host(bulk_message(&bulk, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL), i, oif);
  bulk_close(&bulk);
  const struct span took = span_end(begun);
  expect_count("routes", route_count(channel), items);
  return took;
}

void add_routes_batch(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  outcome->took = add(items, &channel, bulk_open(&channel));
}

/** What an event loop could do at best: each route has an ack of its own, and 256 of them travel together. */
void add_routes_single(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  outcome->took = add(items, &channel, bulk_open_each(&channel));
  outcome->note = "an ack for each route, 256 routes a datagram";
}

/** One route a datagram, and its ack before the next. */
void add_routes_awaited(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  const unsigned oif = pair_make(&channel);
  const struct span begun = span_begin();
  for (unsigned i = 0; i < items; i++) {
    char bytes[128];
    struct nlmsghdr *request = channel_message(&channel, bytes, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
    route_put_host(request, i, oif);
    channel_ask(&channel, request);
  }
  outcome->took = span_end(begun);
  outcome->note = "one route a datagram, its ack awaited";
  expect_count("routes", route_count(&channel), items);
}

static void keep(const struct nlmsghdr *message, void *list) { route_read(message, list_next(list)); }

void list_routes(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  add(items, &channel, bulk_open(&channel));
  struct list list = {.width = sizeof(struct route)};
  const struct span begun = span_begin();
  route_dump(&channel, keep, &list);
  outcome->took = span_end(begun);
  expect_count("routes", list.count, items);
}

static void look(const struct nlmsghdr *message, void *total) {
  struct route route = {0};
  route_read(message, &route);
  *(unsigned *)total += route.header.rtm_table == RT_TABLE_MAIN;
  route_free(&route);
}

void stream_routes(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  add(items, &channel, bulk_open(&channel));
  unsigned total = 0;
  memory_forget_peak();
  const long before = memory_now();
  const struct span begun = span_begin();
  route_dump(&channel, look, &total);
  outcome->took = span_end(begun);
  const long growth = memory_peak() - before;
  outcome->growth = growth > 0 ? growth : 1;
  expect_count("routes", total, items);
}
