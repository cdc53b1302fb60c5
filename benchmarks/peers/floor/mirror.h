#pragma once

#include "list.h"
#include "route.h"

/** IPv4 routes by destination, as events report them. */
struct mirror {
  struct list routes;
  /** Positions in the list plus one; 0 where there is none. */
  unsigned *slots;
  unsigned room;
};

struct mirror mirror_make(void);

/** Keeps the route of an event RTM_NEWROUTE; others are ignored. */
void mirror_take(const struct nlmsghdr *message, void *mirror);
