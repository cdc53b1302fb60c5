#pragma once

#include "transaction.h"

#include <libnftnl/set.h>

/** Puts the elements 0 to `items` of WORK.md into a transaction. */
void element_put_all(struct transaction *transaction, unsigned items);

/** The set with its elements. */
struct nftnl_set *element_list(struct channel *channel);

/** How many elements a set holds. */
unsigned element_count(const struct nftnl_set *set);
