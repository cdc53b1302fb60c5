#pragma once

#include "channel.h"

/** Work on item i; `home` is a channel of this thread. */
typedef void crew_task(void *data, struct channel *home, unsigned i);

enum { CREW = 2 };

/**
 * Does the task for every item below `items` in several threads (CREW at most), each of which takes the next that
 * nobody has. Their channels belong to the namespace `netns`, where they begin.
 */
void crew_work(unsigned threads, int netns, unsigned items, crew_task *task, void *data);
