#include "transaction.h"

#include "fail.h"

#include <libnftnl/common.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { FIRST = 1 << 20, LARGEST = 1 << 17 };

static char *next_place(struct transaction *transaction) {
  if (transaction->room - transaction->used < LARGEST) {
    transaction->room = transaction->room ? transaction->room * 2 : FIRST;
    transaction->bytes = realloc(transaction->bytes, transaction->room);
    if (!transaction->bytes)
      fail("memory");
  }
  return transaction->bytes + transaction->used;
}

struct transaction transaction_open(struct channel *channel) {
  struct transaction made = {.channel = channel};
  transaction_complete(&made, nftnl_batch_begin(next_place(&made), ++channel->sequence));
  return made;
}

struct nlmsghdr *transaction_message(struct transaction *transaction, uint16_t type, uint16_t flags) {
  char *at = next_place(transaction);
  transaction->last = transaction->used;
  return nftnl_nlmsg_build_hdr(at, type, NFPROTO_INET, flags, ++transaction->channel->sequence);
}

void transaction_complete(struct transaction *transaction, const struct nlmsghdr *message) {
  transaction->used += MNL_ALIGN(message->nlmsg_len);
}

void transaction_commit(struct transaction *transaction) {
  struct channel *channel = transaction->channel;
  struct nlmsghdr *last = (void *)(transaction->bytes + transaction->last);
  last->nlmsg_flags |= NLM_F_ACK;
  const uint32_t sequence = last->nlmsg_seq;
  transaction_complete(transaction, nftnl_batch_end(next_place(transaction), ++channel->sequence));
  channel_hold(channel, transaction->used);
  channel_send(channel, transaction->bytes, transaction->used);
  channel_await(channel, sequence);
  free(transaction->bytes);
}
