#include "bulk.h"
#include "fail.h"
#include "listener.h"
#include "mirror.h"
#include "pair.h"
#include "route.h"
#include "trial.h"

#include <net/if.h>
#include <sys/wait.h>
#include <unistd.h>

static struct span written(unsigned items, unsigned oif) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  const struct span begun = span_begin();
  struct bulk bulk = bulk_open(&channel);
  for (unsigned i = 0; i < items; i++)
    route_put_host(bulk_message(&bulk, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL), i, oif);
  bulk_close(&bulk);
  return span_end(begun);
}

/** A process that adds the routes, and writes into the pipe how long it took. */
static int writer(unsigned items, unsigned oif) {
  int ends[2];
  if (pipe(ends) < 0)
    fail("pipe");
  const pid_t child = fork();
  if (child < 0)
    fail("fork");
  if (child > 0) {
    close(ends[1]);
    return ends[0];
  }
  const struct span took = written(items, oif);
  _exit(write(ends[1], &took, sizeof took) == sizeof took ? 0 : 1);
}

static struct span of_writer(int pipe) {
  struct span took;
  if (read(pipe, &took, sizeof took) != sizeof took)
    fail("writer");
  close(pipe);
  wait(NULL);
  return took;
}

/** The routes of a writer in another process, held as its events report them; the span of the watcher, and that of the
 * writer. */
static struct span watched(unsigned items, struct span *wrote) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  const unsigned oif = pair_make(&channel);
  struct channel listener = listener_open();
  struct mirror mirror = mirror_make();
  const int pipe = writer(items, oif);
  const struct span begun = span_begin();
  while (mirror.routes.count < items)
    listener_read(&listener, mirror_take, &mirror);
  const struct span took = span_end(begun);
  *wrote = of_writer(pipe);
  expect_count("routes", route_count(&channel), items);
  return took;
}

void watch_routes(unsigned items, struct outcome *outcome) {
  struct span wrote;
  outcome->took = watched(items, &wrote);
}

void watch_writer(unsigned items, struct outcome *outcome) { watched(items, &outcome->took); }

/** The writer without a watch. */
void watch_writer_alone(unsigned items, struct outcome *outcome) {
  struct channel channel = channel_open(NETLINK_ROUTE);
  outcome->took = of_writer(writer(items, pair_make(&channel)));
  expect_count("routes", route_count(&channel), items);
}

/** The writer of other drivers: the pair exists. */
void write_routes(unsigned items, struct outcome *outcome) { outcome->took = written(items, if_nametoindex("v0")); }
