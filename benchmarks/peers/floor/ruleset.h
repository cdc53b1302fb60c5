#pragma once

#include "channel.h"

/* The names of WORK.md. */
#define TABLE "bench"
#define CHAIN "forward"
#define SET "hosts"

/** Makes table, chain and set. */
void ruleset_make(struct channel *channel);
