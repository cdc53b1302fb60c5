#pragma once

#include <stddef.h>

/** An array that grows: items of one size, kept together. */
struct list {
  char *items;
  size_t width;
  unsigned count, room;
};

/** The next item, zeroed. */
void *list_next(struct list *list);

/** Item `at`. */
static inline void *list_at(const struct list *list, unsigned at) { return list->items + list->width * at; }

void list_free(struct list *list);
