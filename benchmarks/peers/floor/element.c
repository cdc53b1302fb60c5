#include "element.h"

#include "fail.h"
#include "number.h"
#include "ruleset.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netlink.h>

/** A nest is 65 535 bytes long at most, and an element of four bytes takes sixteen of them. */
enum { A_MESSAGE = 4000 };

static struct nftnl_set *set_make(void) {
  struct nftnl_set *set = nftnl_set_alloc();
  if (!set)
    fail("memory");
  nftnl_set_set_str(set, NFTNL_SET_TABLE, TABLE);
  nftnl_set_set_str(set, NFTNL_SET_NAME, SET);
  return set;
}

static void append(struct nftnl_set *set, unsigned i) {
  struct nftnl_set_elem *element = nftnl_set_elem_alloc();
  if (!element)
    fail("memory");
  const uint32_t key = address_of(i);
  nftnl_set_elem_set(element, NFTNL_SET_ELEM_KEY, &key, sizeof key);
  nftnl_set_elem_add(set, element);
}

static void put_some(struct transaction *transaction, unsigned first, unsigned end) {
  struct nftnl_set *set = set_make();
  for (unsigned i = first; i < end; i++)
    append(set, i);
  struct nlmsghdr *message = transaction_message(transaction, NFT_MSG_NEWSETELEM, NLM_F_CREATE | NLM_F_EXCL);
  nftnl_set_elems_nlmsg_build_payload(message, set);
  transaction_complete(transaction, message);
  nftnl_set_free(set);
}

void element_put_all(struct transaction *transaction, unsigned items) {
  for (unsigned first = 0; first < items; first += A_MESSAGE)
    put_some(transaction, first, items - first < A_MESSAGE ? items : first + A_MESSAGE);
}

static void keep(const struct nlmsghdr *message, void *set) {
  if (nftnl_set_elems_nlmsg_parse(message, set) < 0)
    fail("elements");
}

struct nftnl_set *element_list(struct channel *channel) {
  char bytes[256];
  struct nftnl_set *set = set_make();
  struct nlmsghdr *request = nftnl_nlmsg_build_hdr(bytes, NFT_MSG_GETSETELEM, NFPROTO_INET, 0, ++channel->sequence);
  nftnl_set_elems_nlmsg_build_payload(request, set);
  channel_dump(channel, request, keep, set);
  return set;
}

static int count(struct nftnl_set_elem *element, void *total) {
  (void)element;
  ++*(unsigned *)total;
  return 0;
}

unsigned element_count(const struct nftnl_set *set) {
  unsigned total = 0;
  nftnl_set_elem_foreach((struct nftnl_set *)set, count, &total);
  return total;
}
