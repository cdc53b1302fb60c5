#include "mirror.h"

#include "fail.h"

#include <arpa/inet.h>
#include <stdlib.h>

enum { FIRST = 1024 };

static unsigned slot_of(const struct mirror *mirror, uint32_t dst) {
  for (unsigned at = (ntohl(dst) * 2654435769U) & (mirror->room - 1);; at = (at + 1) & (mirror->room - 1)) {
    const unsigned held = mirror->slots[at];
    if (held == 0 || ((const struct route *)list_at(&mirror->routes, held - 1))->dst == dst)
      return at;
  }
}

static void resize(struct mirror *mirror, unsigned room) {
  free(mirror->slots);
  mirror->slots = calloc(room, sizeof *mirror->slots);
  if (!mirror->slots)
    fail("memory");
  mirror->room = room;
  for (unsigned i = 0; i < mirror->routes.count; i++)
    mirror->slots[slot_of(mirror, ((const struct route *)list_at(&mirror->routes, i))->dst)] = i + 1;
}

struct mirror mirror_make(void) {
  struct mirror mirror = {.routes = {.width = sizeof(struct route)}};
  resize(&mirror, FIRST);
  return mirror;
}

void mirror_take(const struct nlmsghdr *message, void *data) {
  struct mirror *mirror = data;
  if (message->nlmsg_type != RTM_NEWROUTE)
    return;
  if (2 * mirror->routes.count >= mirror->room)
    resize(mirror, 2 * mirror->room);
  struct route route = {0};
  route_read(message, &route);
  const unsigned at = slot_of(mirror, route.dst);
  if (mirror->slots[at] == 0) {
    list_next(&mirror->routes);
    mirror->slots[at] = mirror->routes.count;
  } else {
    route_free(list_at(&mirror->routes, mirror->slots[at] - 1));
  }
  *(struct route *)list_at(&mirror->routes, mirror->slots[at] - 1) = route;
}
