#include "number.h"
#include "route.h"

#include <sys/socket.h>

static struct rtmsg *header(struct nlmsghdr *message, uint8_t scope) {
  struct rtmsg *route = mnl_nlmsg_put_extra_header(message, sizeof *route);
  route->rtm_family = AF_INET;
  route->rtm_table = RT_TABLE_MAIN;
  route->rtm_protocol = RTPROT_BOOT;
  route->rtm_scope = scope;
  route->rtm_type = RTN_UNICAST;
  return route;
}

void route_put_host(struct nlmsghdr *message, unsigned i, unsigned oif) {
  header(message, RT_SCOPE_LINK)->rtm_dst_len = 32;
  mnl_attr_put_u32(message, RTA_DST, address_of(i));
  mnl_attr_put_u32(message, RTA_OIF, oif);
}

void route_put_default(struct nlmsghdr *message, uint32_t gateway, unsigned oif) {
  header(message, RT_SCOPE_UNIVERSE);
  mnl_attr_put_u32(message, RTA_GATEWAY, gateway);
  mnl_attr_put_u32(message, RTA_OIF, oif);
}
