#include "element.h"
#include "fail.h"
#include "rule.h"
#include "ruleset.h"
#include "trial.h"

#include <linux/netlink.h>

typedef void put_all(struct transaction *transaction, unsigned items);

static struct span add(struct channel *channel, unsigned items, put_all *put) {
  ruleset_make(channel);
  const struct span begun = span_begin();
  struct transaction transaction = transaction_open(channel);
  put(&transaction, items);
  transaction_commit(&transaction);
  return span_end(begun);
}

void nft_rules(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_NETFILTER);
  outcome->took = add(&channel, items, rule_put_all);
  expect_count("rules", rule_list(&channel).count, items);
}

void nft_list_rules(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_NETFILTER);
  add(&channel, items, rule_put_all);
  const struct span begun = span_begin();
  const struct list list = rule_list(&channel);
  outcome->took = span_end(begun);
  expect_count("rules", list.count, items);
}

void nft_elements(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_NETFILTER);
  outcome->took = add(&channel, items, element_put_all);
  expect_count("elements", element_count(element_list(&channel)), items);
}

void nft_list_elements(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_NETFILTER);
  add(&channel, items, element_put_all);
  const struct span begun = span_begin();
  const struct nftnl_set *set = element_list(&channel);
  outcome->took = span_end(begun);
  expect_count("elements", element_count(set), items);
}
