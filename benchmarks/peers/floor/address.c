#include "address.h"

#include "value.h"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

void address_put(struct nlmsghdr *message, uint32_t address, uint8_t prefix, unsigned index) {
  struct ifaddrmsg *header = mnl_nlmsg_put_extra_header(message, sizeof *header);
  header->ifa_family = AF_INET;
  header->ifa_prefixlen = prefix;
  header->ifa_scope = RT_SCOPE_UNIVERSE;
  header->ifa_index = index;
  mnl_attr_put_u32(message, IFA_LOCAL, address);
  mnl_attr_put_u32(message, IFA_ADDRESS, address);
}

/** A row of the switch below: the attribute IFA_`constant` is the field `member`. */
#define FIELD(constant, member)                                                                                        \
  case IFA_##constant:                                                                                                 \
    VALUE(at, address->member);                                                                                        \
    break;

static void read_attribute(const struct nlattr *at, struct address *address) {
  switch (mnl_attr_get_type(at)) {
    FIELD(ADDRESS, address)
    FIELD(LOCAL, local)
    FIELD(LABEL, label)
    FIELD(BROADCAST, broadcast)
    FIELD(ANYCAST, anycast)
    FIELD(CACHEINFO, cache)
    FIELD(FLAGS, flags)
    FIELD(RT_PRIORITY, priority)
    FIELD(TARGET_NETNSID, target_netnsid)
    FIELD(PROTO, protocol)
  default:
    break;
  }
}

static void keep(const struct nlmsghdr *message, void *list) {
  struct address *address = list_next(list);
  address->header = *(const struct ifaddrmsg *)mnl_nlmsg_get_payload(message);
  const struct nlattr *at;
  mnl_attr_for_each(at, message, sizeof address->header) read_attribute(at, address);
}

struct list address_list(struct channel *channel) {
  char bytes[64];
  struct nlmsghdr *request = channel_message(channel, bytes, RTM_GETADDR, 0);
  struct ifaddrmsg *header = mnl_nlmsg_put_extra_header(request, sizeof *header);
  header->ifa_family = AF_INET;
  struct list list = {.width = sizeof(struct address)};
  channel_dump(channel, request, keep, &list);
  return list;
}

unsigned address_count(struct channel *channel, unsigned index) {
  struct list list = address_list(channel);
  unsigned count = 0;
  for (unsigned i = 0; i < list.count; i++) {
    const struct address *address = list_at(&list, i);
    count += address->header.ifa_index == index;
  }
  list_free(&list);
  return count;
}
