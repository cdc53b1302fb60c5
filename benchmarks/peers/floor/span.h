#pragma once

/** How long work took, and how long all threads of the process worked meanwhile; milliseconds. */
struct span {
  double passed, worked;
};

/** From the monotonic clock, and from the time that the process has been given. */
struct span span_begin(void);

/** What has gone by since a beginning. */
struct span span_end(struct span begun);
