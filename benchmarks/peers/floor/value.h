#pragma once

#include <libmnl/libmnl.h>
#include <string.h>

/** Copies a payload into `into`, as much as both hold: structures of the kernel grow at their end. */
static inline void value_copy(const struct nlattr *attribute, void *into, size_t room) {
  const size_t length = mnl_attr_get_payload_len(attribute);
  memcpy(into, mnl_attr_get_payload(attribute), length < room ? length : room);
}

/** Reads a payload into a variable of any fixed size. */
#define VALUE(attribute, variable) value_copy(attribute, &(variable), sizeof(variable))
