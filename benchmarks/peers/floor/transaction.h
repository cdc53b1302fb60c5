#pragma once

#include "channel.h"

/** A batch of nftables messages that the kernel takes or refuses as a whole. */
struct transaction {
  struct channel *channel;
  char *bytes;
  size_t used, room;
  /** Where the last message begins. */
  size_t last;
};

struct transaction transaction_open(struct channel *channel);

/** The next message; it may be 128 KiB long. Pointers to earlier messages are void from now on. */
struct nlmsghdr *transaction_message(struct transaction *transaction, uint16_t type, uint16_t flags);

/** Counts what was put into the last message, after it is complete. */
void transaction_complete(struct transaction *transaction, const struct nlmsghdr *message);

/** Sends it as one datagram, waits for the answer, frees the buffer. */
void transaction_commit(struct transaction *transaction);
