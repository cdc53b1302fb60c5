#include "span.h"

#include <sys/resource.h>
#include <time.h>

static double milliseconds(struct timeval time) { return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3; }

struct span span_begin(void) {
  struct timespec time;
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (struct span){.passed = (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6,
                       .worked = milliseconds(used.ru_utime) + milliseconds(used.ru_stime)};
}

struct span span_end(struct span begun) {
  const struct span now = span_begin();
  return (struct span){.passed = now.passed - begun.passed, .worked = now.worked - begun.worked};
}
