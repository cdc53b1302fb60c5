#include "fail.h"
#include "route.h"
#include "value.h"

#include <stdlib.h>
#include <sys/socket.h>

static void *zeroed(size_t count, size_t width) {
  void *made = calloc(count, width);
  if (!made)
    fail("memory");
  return made;
}

static void read_metrics(const struct nlattr *nest, struct route *route) {
  if (!route->metrics)
    route->metrics = zeroed(RTAX_MAX + 1, sizeof *route->metrics);
  const struct nlattr *at;
  mnl_attr_for_each_nested(at, nest) {
    if (mnl_attr_get_type(at) <= RTAX_MAX)
      VALUE(at, route->metrics[mnl_attr_get_type(at)]);
  }
}

static void read_hop(const struct rtnexthop *from, struct hop *hop) {
  hop->oif = from->rtnh_ifindex;
  hop->weight = from->rtnh_hops;
  hop->flags = from->rtnh_flags;
  const struct nlattr *at = (const void *)(from + 1);
  const char *end = (const char *)from + from->rtnh_len;
  for (; mnl_attr_ok(at, (int)(end - (const char *)at)); at = mnl_attr_next(at)) {
    if (mnl_attr_get_type(at) == RTA_GATEWAY)
      VALUE(at, hop->gateway);
  }
}

static void read_hops(const struct nlattr *attribute, struct route *route) {
  const char *at = mnl_attr_get_payload(attribute);
  const char *end = at + mnl_attr_get_payload_len(attribute);
  route->hops = zeroed((size_t)(end - at) / sizeof(struct rtnexthop), sizeof *route->hops);
  while (end - at >= (ptrdiff_t)sizeof(struct rtnexthop)) {
    const struct rtnexthop *hop = (const void *)at;
    if (hop->rtnh_len < sizeof *hop || hop->rtnh_len > end - at)
      return;
    read_hop(hop, &route->hops[route->hop_count++]);
    at += RTNH_ALIGN(hop->rtnh_len);
  }
}

static void read_cache(const struct nlattr *at, struct route *route) {
  if (!route->cache)
    route->cache = zeroed(1, sizeof *route->cache);
  VALUE(at, *route->cache);
}

/** A row of the switch below: the attribute RTA_`constant` is the field `member`. */
#define FIELD(constant, member)                                                                                        \
  case RTA_##constant:                                                                                                 \
    VALUE(at, route->member);                                                                                          \
    break;

static void read_attribute(const struct nlattr *at, struct route *route) {
  switch (mnl_attr_get_type(at)) {
    FIELD(DST, dst)
    FIELD(SRC, src)
    FIELD(IIF, iif)
    FIELD(OIF, oif)
    FIELD(GATEWAY, gateway)
    FIELD(PRIORITY, priority)
    FIELD(PREFSRC, prefsrc)
    FIELD(FLOW, flow)
    FIELD(TABLE, table)
    FIELD(MARK, mark)
    FIELD(VIA, via)
    FIELD(PREF, pref)
    FIELD(ENCAP_TYPE, encap_type)
    FIELD(UID, uid)
    FIELD(TTL_PROPAGATE, ttl_propagate)
    FIELD(NH_ID, nexthop)
  case RTA_METRICS:
    read_metrics(at, route);
    break;
  case RTA_MULTIPATH:
    read_hops(at, route);
    break;
  case RTA_CACHEINFO:
    read_cache(at, route);
    break;
  default:
    break;
  }
}

void route_read(const struct nlmsghdr *message, struct route *route) {
  route->header = *(const struct rtmsg *)mnl_nlmsg_get_payload(message);
  const struct nlattr *at;
  mnl_attr_for_each(at, message, sizeof(struct rtmsg)) read_attribute(at, route);
}

void route_free(struct route *route) {
  free(route->hops);
  free(route->metrics);
  free(route->cache);
}

void route_dump(struct channel *channel, on_message *each, void *data) {
  char bytes[64];
  struct nlmsghdr *request = channel_message(channel, bytes, RTM_GETROUTE, 0);
  struct rtmsg *header = mnl_nlmsg_put_extra_header(request, sizeof *header);
  header->rtm_family = AF_INET;
  header->rtm_table = RT_TABLE_MAIN;
  channel_dump(channel, request, each, data);
}

static void count(const struct nlmsghdr *message, void *total) {
  (void)message;
  ++*(unsigned *)total;
}

unsigned route_count(struct channel *channel) {
  unsigned total = 0;
  route_dump(channel, count, &total);
  return total;
}

struct tally {
  unsigned oif, total;
};

static void count_default(const struct nlmsghdr *message, void *data) {
  struct tally *tally = data;
  struct route route = {0};
  route_read(message, &route);
  tally->total += route.header.rtm_dst_len == 0 && route.oif == tally->oif;
  route_free(&route);
}

unsigned route_count_default(struct channel *channel, unsigned oif) {
  struct tally tally = {.oif = oif};
  route_dump(channel, count_default, &tally);
  return tally.total;
}
