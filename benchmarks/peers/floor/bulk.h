#pragma once

#include "channel.h"

/** Requests laid one behind the other, sent together. */
struct bulk {
  struct channel *channel;
  char *bytes;
  size_t used;
  /** Requests in it, and how many make it full. */
  unsigned count, limit;
  /** Every request is acknowledged separately; otherwise only the last of a datagram (a failure is always answered). */
  bool each;
  struct nlmsghdr *last;
};

/** As many requests a datagram as pay, one ack for all of them. */
struct bulk bulk_open(struct channel *channel);

/** As many requests a datagram as the default receive buffer holds acks for, one ack each. */
struct bulk bulk_open_each(struct channel *channel);

/** The next request, after sending those before it when it is full. */
struct nlmsghdr *bulk_message(struct bulk *bulk, uint16_t type, uint16_t flags);

/** Sends what is left and frees the buffer. */
void bulk_close(struct bulk *bulk);
