#include "bulk.h"
#include "crew.h"
#include "fail.h"
#include "link.h"
#include "netns.h"
#include "pair.h"
#include "trial.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CREATE = NLM_F_CREATE | NLM_F_EXCL, PRIVATE_GROUP = 0x6e746c6b };

/** Veth pairs a<i>, b<i>, otherwise as in `pattern`. */
static void make_pairs(struct channel *channel, unsigned pairs, struct veth pattern) {
  struct bulk bulk = bulk_open(channel);
  for (unsigned i = 0; i < pairs; i++) {
    char name[IFNAMSIZ], peer[IFNAMSIZ];
    snprintf(name, sizeof name, "a%u", i);
    snprintf(peer, sizeof peer, "b%u", i);
    pattern.name = name;
    pattern.peer = peer;
    link_put_veth(bulk_message(&bulk, RTM_NEWLINK, CREATE), &pattern);
  }
  bulk_close(&bulk);
}

static void make_pair(void *data, struct channel *home, unsigned i) {
  struct veth veth = *(const struct veth *)data;
  char bytes[512], name[IFNAMSIZ], peer[IFNAMSIZ];
  snprintf(name, sizeof name, "a%u", i);
  snprintf(peer, sizeof peer, "b%u", i);
  veth.name = name;
  veth.peer = peer;
  struct nlmsghdr *request = channel_message(home, bytes, RTM_NEWLINK, CREATE);
  link_put_veth(request, &veth);
  channel_ask(home, request);
}

static struct span make_pairs_to_peers(unsigned items, unsigned queues) {
  netns_prepare();
  struct channel channel = channel_open(NETLINK_ROUTE);
  const unsigned bridge = bridge_make(&channel);
  const int home = netns_open_own();
  const int peers = netns_make("peers");
  struct channel there = channel_open(NETLINK_ROUTE);
  netns_enter(home);
  struct veth pattern = {.master = bridge, .peer_netns = peers, .queues = queues, .up = true};
  const struct span begun = span_begin();
  crew_work(CREW, home, items, make_pair, &pattern);
  const struct span took = span_end(begun);
  expect_count("bridge ports", link_count(&channel, bridge), items);
  expect_count("links among peers", link_count(&there, 0), items + 1);
  return took;
}

/** The kernel waits for grace periods in every request: while it does so for one thread, it makes ready for the other.
 */
void veth_pairs(unsigned items, struct outcome *outcome) {
  outcome->took = make_pairs_to_peers(items, 0);
  outcome->note = "2 threads";
}

void veth_pairs_queue(unsigned items, struct outcome *outcome) {
  outcome->took = make_pairs_to_peers(items, 1);
  outcome->note = "2 threads; one queue asked for";
}

static void take_peers_up(struct channel *channel, unsigned pairs) {
  struct bulk bulk = bulk_open(channel);
  for (unsigned i = 0; i < pairs; i++) {
    char name[IFNAMSIZ];
    snprintf(name, sizeof name, "b%u", i);
    link_put_up_named(bulk_message(&bulk, RTM_SETLINK, 0), name);
  }
  bulk_close(&bulk);
}

/** Deleting a group costs one grace period for all of it; deleting links one by one costs each of them some. */
void delete_links(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  make_pairs(&channel, items, (struct veth){.peer_netns = -1, .up = true});
  take_peers_up(&channel, items);
  struct bulk bulk = bulk_open(&channel);
  const struct span begun = span_begin();
  for (unsigned i = 0; i < items; i++) {
    char name[IFNAMSIZ];
    snprintf(name, sizeof name, "a%u", i);
    link_put_group(bulk_message(&bulk, RTM_SETLINK, 0), name, PRIVATE_GROUP);
  }
  link_put_group_only(bulk_message(&bulk, RTM_DELLINK, 0), PRIVATE_GROUP);
  bulk_close(&bulk);
  outcome->took = span_end(begun);
  expect_count("links", link_count(&channel, 0), 1);
}

void list_links(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  make_pairs(&channel, items / 2, (struct veth){.peer_netns = -1});
  const struct span begun = span_begin();
  struct list list = link_list(&channel);
  outcome->took = span_end(begun);
  expect_count("links", list.count, items + 1);
}

void latency_link(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  pair_make(&channel);
  unsigned right = 0;
  const struct span begun = span_begin();
  for (unsigned i = 0; i < items; i++) {
    char bytes[8192];
    struct nlmsghdr *request = channel_message(&channel, bytes, RTM_GETLINK, 0);
    link_put_get(request, "v0");
    channel_send(&channel, request, request->nlmsg_len);
    channel_receive(&channel, bytes, sizeof bytes);
    expect_success(request);
    struct link link = {0};
    link_read(request, &link);
    right += strcmp(link.name, "v0") == 0;
  }
  outcome->took = span_end(begun);
  expect_count("answers", right, items);
}

void cold_start(unsigned items, struct outcome *outcome) {
  (void)items;
  const struct span begun = span_begin();
  struct channel channel = channel_open(NETLINK_ROUTE);
  struct list list = link_list(&channel);
  outcome->took = span_end(begun);
  expect_count("links", list.count, 1);
}
