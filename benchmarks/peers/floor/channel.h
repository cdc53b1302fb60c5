#pragma once

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A netlink socket and the sequence number of its last request. */
struct channel {
  struct mnl_socket *socket;
  uint32_t sequence;
};

/** Opens a socket in the namespace of the calling thread: strict requests, short acks, 1 MiB to receive. */
struct channel channel_open(int protocol);
void channel_close(struct channel *channel);

/** Raises the send buffer so that one datagram of `length` bytes goes through. */
void channel_hold(struct channel *channel, size_t length);

void channel_send(struct channel *channel, const void *bytes, size_t length);

/** Receives one datagram and returns its length. */
size_t channel_receive(struct channel *channel, void *into, size_t room);

/** A header at `at` with the next sequence number; more is put behind it with libmnl. */
struct nlmsghdr *channel_message(struct channel *channel, void *at, uint16_t type, uint16_t flags);

/** Ends the process unless `message` is an ack of success. */
void expect_success(const struct nlmsghdr *message);

/** Receives until the request `sequence` is acknowledged; the first error ends the process. */
void channel_await(struct channel *channel, uint32_t sequence);

/** Sends one request and waits for its ack. */
void channel_ask(struct channel *channel, struct nlmsghdr *request);

typedef void on_message(const struct nlmsghdr *message, void *data);

/** Sends a dump request and calls back for each message of the answer. A dump that was interrupted ends the process. */
void channel_dump(struct channel *channel, struct nlmsghdr *request, on_message *each, void *data);
