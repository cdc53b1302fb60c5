#include "list.h"

#include "fail.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST = 256 };

static void grow(struct list *list) {
  list->room = list->room ? list->room * 2 : FIRST;
  char *items = realloc(list->items, list->width * list->room);
  if (!items)
    fail("memory");
  list->items = items;
}

void *list_next(struct list *list) {
  if (list->count == list->room)
    grow(list);
  return memset(list_at(list, list->count++), 0, list->width);
}

void list_free(struct list *list) {
  free(list->items);
  *list = (struct list){.width = list->width};
}
