#pragma once

#include <arpa/inet.h>
#include <stdint.h>

/** The address A(i) = 10.x.y.z, in network byte order. */
static inline uint32_t address_of(unsigned i) { return htonl(10U << 24 | (i & 0xffffff)); }

/** The hardware address 02:00:00:xx:yy:zz of neighbour i. */
struct mac {
  uint8_t bytes[6];
};

static inline struct mac mac_of(unsigned i) {
  return (struct mac){{2, 0, 0, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i}};
}
