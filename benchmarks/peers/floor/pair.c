#include "pair.h"

#include "link.h"

#include <linux/rtnetlink.h>

enum { CREATE = NLM_F_CREATE | NLM_F_EXCL };

unsigned pair_make(struct channel *channel) {
  char bytes[512];
  struct nlmsghdr *request = channel_message(channel, bytes, RTM_NEWLINK, CREATE);
  link_put_veth(request, &(struct veth){.name = "v0", .peer = "v1", .peer_netns = -1, .up = true});
  channel_ask(channel, request);
  request = channel_message(channel, bytes, RTM_SETLINK, 0);
  link_put_up_named(request, "v1");
  channel_ask(channel, request);
  return link_index("v0");
}

unsigned bridge_make(struct channel *channel) {
  char bytes[512];
  struct nlmsghdr *request = channel_message(channel, bytes, RTM_NEWLINK, CREATE);
  link_put_bridge(request, "br0");
  channel_ask(channel, request);
  return link_index("br0");
}
