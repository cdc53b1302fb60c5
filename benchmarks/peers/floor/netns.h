#pragma once

/** Makes /run/netns a shared mount, as `ip netns add` does before the first namespace. */
void netns_prepare(void);

/** Makes a namespace named `name`, which the calling thread enters, and returns its descriptor. */
int netns_make(const char *name);

/** Opens the namespace of the calling thread. */
int netns_open_own(void);

/** Opens a named namespace. */
int netns_open(const char *name);

/** Takes the calling thread into a namespace. */
void netns_enter(int netns);

/** How many names there are. */
unsigned netns_count(void);
