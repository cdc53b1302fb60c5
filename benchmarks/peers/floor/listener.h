#pragma once

#include "channel.h"

/** Opens a socket that receives the events of IPv4 routes of table main, and those of links, addresses and nexthops; 8
 * MiB to receive. */
struct channel listener_open(void);

/** Waits for events and calls back for each message; several datagrams at once if there are. */
void listener_read(struct channel *listener, on_message *each, void *data);
