#include "address.h"
#include "bulk.h"
#include "crew.h"
#include "fail.h"
#include "link.h"
#include "netns.h"
#include "pair.h"
#include "route.h"
#include "trial.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* In a fresh namespace lo is 1, and the index of its eth0 is chosen, so that no name has to be looked up. */
enum { CREATE = NLM_F_CREATE | NLM_F_EXCL, LO = 1, ETH0 = 2 };

/** 172.18.0.0 with the lower 16 bits of `host`. */
static uint32_t subnet(unsigned host) { return htonl(172U << 24 | 18U << 16 | (host & 0xffff)); }

/** A container while it is made. */
struct container {
  int netns;
  struct channel inside;
};

/** What the threads share. */
struct order {
  unsigned items, bridge;
  int home;
  struct container *containers;
};

static void connect_veth(struct channel *home, unsigned i, unsigned bridge, int netns) {
  char bytes[512], name[IFNAMSIZ];
  snprintf(name, sizeof name, "h%u", i);
  const struct veth veth = {
      .name = name, .peer = "eth0", .master = bridge, .peer_netns = netns, .peer_index = ETH0, .up = true};
  struct nlmsghdr *request = channel_message(home, bytes, RTM_NEWLINK, CREATE);
  link_put_veth(request, &veth);
  channel_ask(home, request);
}

static void make(void *data, struct channel *home, unsigned i) {
  const struct order *order = data;
  struct container *container = &order->containers[i];
  char name[16];
  snprintf(name, sizeof name, "c%u", i);
  container->netns = netns_make(name);
  container->inside = channel_open(NETLINK_ROUTE);
  connect_veth(home, i, order->bridge, container->netns);
}

static void furnish(void *data, struct channel *home, unsigned i) {
  (void)home;
  const struct order *order = data;
  struct container *container = &order->containers[i];
  struct bulk bulk = bulk_open(&container->inside);
  link_put_up(bulk_message(&bulk, RTM_NEWLINK, 0), LO);
  link_put_up(bulk_message(&bulk, RTM_NEWLINK, 0), ETH0);
  address_put(bulk_message(&bulk, RTM_NEWADDR, CREATE), subnet(i + 2), 16, ETH0);
  route_put_default(bulk_message(&bulk, RTM_NEWROUTE, CREATE), subnet(1), ETH0);
  bulk_close(&bulk);
  channel_close(&container->inside);
  close(container->netns);
}

static void make_whole(void *data, struct channel *home, unsigned i) {
  make(data, home, i);
  furnish(data, home, i);
}

static void verify_container(unsigned i) {
  char name[16];
  snprintf(name, sizeof name, "c%u", i);
  const int netns = netns_open(name);
  netns_enter(netns);
  struct channel inside = channel_open(NETLINK_ROUTE);
  expect_count("default routes by eth0", route_count_default(&inside, link_index("eth0")), 1);
  channel_close(&inside);
  close(netns);
}

static void verify(struct channel *channel, const struct order *order) {
  expect_count("namespaces", netns_count(), order->items);
  expect_count("bridge ports", link_count(channel, order->bridge), order->items);
  if (order->items == 0)
    return;
  verify_container(0);
  verify_container(order->items / 2);
  verify_container(order->items - 1);
}

static void give_gateway(struct channel *channel, unsigned bridge) {
  char bytes[128];
  struct nlmsghdr *request = channel_message(channel, bytes, RTM_NEWADDR, CREATE);
  address_put(request, subnet(1), 16, bridge);
  channel_ask(channel, request);
}

/** Two descriptors for each container, until it is furnished. */
static struct container *containers_of(unsigned items) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  struct container *made = calloc(items, sizeof *made);
  if (!made)
    fail("memory");
  return made;
}

static struct span run(unsigned items, unsigned threads, crew_task *first, crew_task *second) {
  netns_prepare();
  struct channel channel = channel_open(NETLINK_ROUTE);
  struct order order = {
      .items = items, .bridge = bridge_make(&channel), .home = netns_open_own(), .containers = containers_of(items)};
  give_gateway(&channel, order.bridge);
  const struct span begun = span_begin();
  crew_work(threads, order.home, items, first, &order);
  if (second)
    crew_work(threads, order.home, items, second, &order);
  const struct span took = span_end(begun);
  verify(&channel, &order);
  return took;
}

/**
 * All containers are connected before the first is taken up: from then on every link of it that comes up makes the
 * bridge flood its multicast (MLD, duplicate address detection) to all ports that are up.
 */
void containers(unsigned items, struct outcome *outcome) {
  outcome->took = run(items, CREW, make, furnish);
  outcome->note = "2 threads, in two stages";
}

/** Each container from beginning to end. */
void containers_turn(unsigned items, struct outcome *outcome) {
  outcome->took = run(items, CREW, make_whole, NULL);
  outcome->note = "2 threads, one container after the other";
}

void containers_alone(unsigned items, struct outcome *outcome) {
  outcome->took = run(items, 1, make_whole, NULL);
  outcome->note = "1 thread, one container after the other";
}
