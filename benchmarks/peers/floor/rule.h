#pragma once

#include "list.h"
#include "transaction.h"

/** Puts the rules 0 to `items` of WORK.md into a transaction. */
void rule_put_all(struct transaction *transaction, unsigned items);

/** The rules of the chain, as items of a list of struct nftnl_rule *. */
struct list rule_list(struct channel *channel);
