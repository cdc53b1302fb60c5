#include "crew.h"

#include "fail.h"
#include "netns.h"

#include <linux/netlink.h>
#include <pthread.h>
#include <stdatomic.h>

struct crew {
  int netns;
  unsigned items;
  crew_task *task;
  void *data;
  atomic_uint next;
};

static void *work(void *data) {
  struct crew *crew = data;
  netns_enter(crew->netns);
  struct channel home = channel_open(NETLINK_ROUTE);
  for (unsigned i; (i = atomic_fetch_add(&crew->next, 1)) < crew->items;)
    crew->task(crew->data, &home, i);
  channel_close(&home);
  return NULL;
}

void crew_work(unsigned threads, int netns, unsigned items, crew_task *task, void *data) {
  struct crew crew = {.netns = netns, .items = items, .task = task, .data = data};
  pthread_t members[CREW];
  for (unsigned i = 0; i < threads; i++) {
    if (pthread_create(&members[i], NULL, work, &crew) != 0)
      fail("thread");
  }
  for (unsigned i = 0; i < threads; i++)
    pthread_join(members[i], NULL);
}
