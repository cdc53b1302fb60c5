#include "ruleset.h"

#include "fail.h"
#include "transaction.h"

#include <libnftnl/chain.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netlink.h>

/** The number of type ipv4_addr in nft, which the kernel only keeps. */
enum { IPV4_ADDR = 7, IPV4_LENGTH = 4, SET_ID = 1, CREATE = NLM_F_CREATE | NLM_F_EXCL };

static void put_table(struct transaction *transaction) {
  struct nftnl_table *table = nftnl_table_alloc();
  if (!table)
    fail("memory");
  nftnl_table_set_str(table, NFTNL_TABLE_NAME, TABLE);
  struct nlmsghdr *message = transaction_message(transaction, NFT_MSG_NEWTABLE, CREATE);
  nftnl_table_nlmsg_build_payload(message, table);
  transaction_complete(transaction, message);
  nftnl_table_free(table);
}

static void put_chain(struct transaction *transaction) {
  struct nftnl_chain *chain = nftnl_chain_alloc();
  if (!chain)
    fail("memory");
  nftnl_chain_set_str(chain, NFTNL_CHAIN_TABLE, TABLE);
  nftnl_chain_set_str(chain, NFTNL_CHAIN_NAME, CHAIN);
  struct nlmsghdr *message = transaction_message(transaction, NFT_MSG_NEWCHAIN, CREATE);
  nftnl_chain_nlmsg_build_payload(message, chain);
  transaction_complete(transaction, message);
  nftnl_chain_free(chain);
}

static void put_set(struct transaction *transaction) {
  struct nftnl_set *set = nftnl_set_alloc();
  if (!set)
    fail("memory");
  nftnl_set_set_str(set, NFTNL_SET_TABLE, TABLE);
  nftnl_set_set_str(set, NFTNL_SET_NAME, SET);
  nftnl_set_set_u32(set, NFTNL_SET_KEY_TYPE, IPV4_ADDR);
  nftnl_set_set_u32(set, NFTNL_SET_KEY_LEN, IPV4_LENGTH);
  nftnl_set_set_u32(set, NFTNL_SET_ID, SET_ID);
  struct nlmsghdr *message = transaction_message(transaction, NFT_MSG_NEWSET, CREATE);
  nftnl_set_nlmsg_build_payload(message, set);
  transaction_complete(transaction, message);
  nftnl_set_free(set);
}

void ruleset_make(struct channel *channel) {
  struct transaction transaction = transaction_open(channel);
  put_table(&transaction);
  put_chain(&transaction);
  put_set(&transaction);
  transaction_commit(&transaction);
}
