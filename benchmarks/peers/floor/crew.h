#pragma once

#include "channel.h"

/** Work on item i; `home` is a channel of this thread. */
typedef void crew_task(void *data, struct channel *home, unsigned i);

enum { CREW = 2 };

/**
 * Runs the task for every item below `items` in several threads (at most CREW), each of which takes the next
 * unclaimed item. Their channels belong to the namespace `netns`, where they start.
 */
void crew_work(unsigned threads, int netns, unsigned items, crew_task *task, void *data);
