#include "rule.h"

#include "fail.h"
#include "number.h"
#include "ruleset.h"

#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/if_ether.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netlink.h>
#include <netinet/in.h>

enum { SOURCE_OFFSET = 12, SOURCE_LENGTH = 4, PORT_OFFSET = 2, PORT_LENGTH = 2, PORTS = 60000 };

/** The rule of WORK.md, with the two comparisons that differ from rule to rule. */
struct pattern {
  struct nftnl_rule *rule;
  struct nftnl_expr *source, *port;
};

static struct nftnl_expr *append(struct nftnl_rule *rule, const char *name) {
  struct nftnl_expr *expression = nftnl_expr_alloc(name);
  if (!expression)
    fail(name);
  nftnl_rule_add_expr(rule, expression);
  return expression;
}

static void append_meta(struct nftnl_rule *rule, uint32_t key) {
  struct nftnl_expr *meta = append(rule, "meta");
  nftnl_expr_set_u32(meta, NFTNL_EXPR_META_KEY, key);
  nftnl_expr_set_u32(meta, NFTNL_EXPR_META_DREG, NFT_REG_1);
}

static void append_payload(struct nftnl_rule *rule, uint32_t base, uint32_t offset, uint32_t length) {
  struct nftnl_expr *payload = append(rule, "payload");
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_BASE, base);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_OFFSET, offset);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_LEN, length);
  nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_DREG, NFT_REG_1);
}

static struct nftnl_expr *append_equal(struct nftnl_rule *rule, const void *data, uint32_t length) {
  struct nftnl_expr *comparison = append(rule, "cmp");
  nftnl_expr_set_u32(comparison, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
  nftnl_expr_set_u32(comparison, NFTNL_EXPR_CMP_OP, NFT_CMP_EQ);
  nftnl_expr_set(comparison, NFTNL_EXPR_CMP_DATA, data, length);
  return comparison;
}

static struct pattern pattern_make(void) {
  struct nftnl_rule *rule = nftnl_rule_alloc();
  if (!rule)
    fail("memory");
  nftnl_rule_set_str(rule, NFTNL_RULE_TABLE, TABLE);
  nftnl_rule_set_str(rule, NFTNL_RULE_CHAIN, CHAIN);
  const uint32_t any = 0;
  append_meta(rule, NFT_META_NFPROTO);
  append_equal(rule, &(uint8_t){NFPROTO_IPV4}, 1);
  append_payload(rule, NFT_PAYLOAD_NETWORK_HEADER, SOURCE_OFFSET, SOURCE_LENGTH);
  struct nftnl_expr *source = append_equal(rule, &any, SOURCE_LENGTH);
  append_meta(rule, NFT_META_L4PROTO);
  append_equal(rule, &(uint8_t){IPPROTO_TCP}, 1);
  append_payload(rule, NFT_PAYLOAD_TRANSPORT_HEADER, PORT_OFFSET, PORT_LENGTH);
  struct nftnl_expr *port = append_equal(rule, &any, PORT_LENGTH);
  append(rule, "counter");
  struct nftnl_expr *verdict = append(rule, "immediate");
  nftnl_expr_set_u32(verdict, NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT);
  nftnl_expr_set_u32(verdict, NFTNL_EXPR_IMM_VERDICT, NF_ACCEPT);
  return (struct pattern){rule, source, port};
}

void rule_put_all(struct transaction *transaction, unsigned items) {
  struct pattern pattern = pattern_make();
  for (unsigned i = 0; i < items; i++) {
    const uint32_t source = address_of(i);
    const uint16_t port = htons((uint16_t)(1 + i % PORTS));
    nftnl_expr_set(pattern.source, NFTNL_EXPR_CMP_DATA, &source, sizeof source);
    nftnl_expr_set(pattern.port, NFTNL_EXPR_CMP_DATA, &port, sizeof port);
    struct nlmsghdr *message = transaction_message(transaction, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);
    nftnl_rule_nlmsg_build_payload(message, pattern.rule);
    transaction_complete(transaction, message);
  }
  nftnl_rule_free(pattern.rule);
}

static void keep(const struct nlmsghdr *message, void *list) {
  struct nftnl_rule *rule = nftnl_rule_alloc();
  if (!rule || nftnl_rule_nlmsg_parse(message, rule) < 0)
    fail("rule");
  *(struct nftnl_rule **)list_next(list) = rule;
}

struct list rule_list(struct channel *channel) {
  char bytes[256];
  struct nftnl_rule *filter = nftnl_rule_alloc();
  if (!filter)
    fail("memory");
  nftnl_rule_set_str(filter, NFTNL_RULE_TABLE, TABLE);
  nftnl_rule_set_str(filter, NFTNL_RULE_CHAIN, CHAIN);
  struct nlmsghdr *request = nftnl_nlmsg_build_hdr(bytes, NFT_MSG_GETRULE, NFPROTO_INET, 0, ++channel->sequence);
  nftnl_rule_nlmsg_build_payload(request, filter);
  nftnl_rule_free(filter);
  struct list list = {.width = sizeof(struct nftnl_rule *)};
  channel_dump(channel, request, keep, &list);
  return list;
}
