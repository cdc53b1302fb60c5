#include "neighbour.h"

#include "number.h"
#include "value.h"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

void neighbour_put(struct nlmsghdr *message, unsigned i, unsigned index) {
  struct ndmsg *header = mnl_nlmsg_put_extra_header(message, sizeof *header);
  header->ndm_family = AF_INET;
  header->ndm_ifindex = (int)index;
  header->ndm_state = NUD_PERMANENT;
  const struct mac mac = mac_of(i);
  mnl_attr_put_u32(message, NDA_DST, address_of(i));
  mnl_attr_put(message, NDA_LLADDR, sizeof mac, &mac);
}

static void read_attribute(const struct nlattr *at, struct neighbour *neighbour) {
  switch (mnl_attr_get_type(at)) {
  case NDA_DST:
    VALUE(at, neighbour->address);
    break;
  case NDA_LLADDR:
    neighbour->hardware_length = (uint8_t)mnl_attr_get_payload_len(at);
    VALUE(at, neighbour->hardware);
    break;
  case NDA_CACHEINFO:
    VALUE(at, neighbour->cache);
    break;
  case NDA_PROBES:
    VALUE(at, neighbour->probes);
    break;
  case NDA_PROTOCOL:
    VALUE(at, neighbour->protocol);
    break;
  case NDA_FLAGS_EXT:
    VALUE(at, neighbour->flags);
    break;
  default:
    break;
  }
}

static void keep(const struct nlmsghdr *message, void *list) {
  struct neighbour *neighbour = list_next(list);
  neighbour->header = *(const struct ndmsg *)mnl_nlmsg_get_payload(message);
  const struct nlattr *at;
  mnl_attr_for_each(at, message, sizeof neighbour->header) read_attribute(at, neighbour);
}

struct list neighbour_list(struct channel *channel) {
  char bytes[64];
  struct nlmsghdr *request = channel_message(channel, bytes, RTM_GETNEIGH, 0);
  struct ndmsg *header = mnl_nlmsg_put_extra_header(request, sizeof *header);
  header->ndm_family = AF_INET;
  struct list list = {.width = sizeof(struct neighbour)};
  channel_dump(channel, request, keep, &list);
  return list;
}

unsigned neighbour_count(struct channel *channel, unsigned index) {
  struct list list = neighbour_list(channel);
  unsigned count = 0;
  for (unsigned i = 0; i < list.count; i++) {
    const struct neighbour *neighbour = list_at(&list, i);
    count += (unsigned)neighbour->header.ndm_ifindex == index;
  }
  list_free(&list);
  return count;
}
