import { Slip, shown } from '../errors.ts'
import { anyIp, ip } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { choice } from '../wire/choice.ts'
import { scaled, u8, u16, u32 } from '../wire/integers.ts'
import { records } from '../wire/list.ts'
import { bitsOf, flags, names } from '../wire/names.ts'
import { linkRef } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import type { Input, Type, Value } from '../wire/type.ts'

/**
 * Bits of `rtm_flags` and `rtnh_flags` (include/uapi/linux/rtnetlink.h). Those of a next hop and of a route share one number;
 * `rt_offload` and `rt_trap` are the route's own, as `ip route` prints them.
 */
const BITS = {
  dead: 0x1,
  pervasive: 0x2,
  onlink: 0x4,
  offload: 0x8,
  linkdown: 0x10,
  unresolved: 0x20,
  trap: 0x40,
  notify: 0x100,
  cloned: 0x200,
  equalize: 0x400,
  prefix: 0x800,
  lookup_table: 0x1000,
  fib_match: 0x2000,
  rt_offload: 0x4000,
  rt_trap: 0x8000,
  rt_offload_failed: 0x2000_0000,
} as const

/** What the kernel reports of a route's state and refuses in a request (fib_create_info in net/ipv4/fib_semantics.c). */
const REPORTED =
  BITS.dead |
  BITS.offload |
  BITS.linkdown |
  BITS.unresolved |
  BITS.trap |
  BITS.cloned |
  BITS.rt_offload |
  BITS.rt_trap |
  BITS.rt_offload_failed

type FlagWord = keyof typeof BITS

/** Flags without those that only report, so that a listed route can be given back. */
function sendable(base: Type<number>): Type<(FlagWord | number)[], readonly (FlagWord | number)[]> {
  return {
    ...flags(base, BITS),
    write: (writer, value) => base.write(writer, (bitsOf(value, BITS) & ~REPORTED) >>> 0),
  }
}

export const routeFlags = sendable(u32)

/** struct rtvia: a gateway of another address family than the route's (RFC 5549). */
export const via: Type<string> = {
  size: 6,
  read: (bytes, at, length) => anyIp.read(bytes, at + 2, length - 2),
  write(writer, value) {
    if (typeof value !== 'string') throw new Slip(`must be an IP address, not ${shown(value)}`)
    u16.write(writer, value.includes(':') ? 10 : 2)
    anyIp.write(writer, value)
  },
}

/** enum lwtunnel_encap_types of include/uapi/linux/lwtunnel.h. */
export const encapType = names(u16, {
  none: 0,
  mpls: 1,
  ip: 2,
  ila: 3,
  ip6: 4,
  seg6: 5,
  bpf: 6,
  seg6_local: 7,
  rpl: 8,
  ioam6: 9,
  xfrm: 10,
})

/** One next hop of a route with several: struct rtnexthop, then attributes. */
export const multipath = records(
  struct({
    _len: u16,
    /** State and options of this hop. */
    flags: sendable(u8),
    /** Share of the traffic, from 1; the kernel keeps one less (`rtnh_hops`). */
    weight: scaled(
      u8,
      (hops) => hops + 1,
      (weight) => weight - 1,
    ),
    /** Link it leaves by; iproute2: `dev`. */
    oif: linkRef,
  }),
  attrs('RTA', {
    /** Address of the next router; iproute2: `via`. */
    gateway: [5, ip],
    /** Gateway of another family; iproute2: `via inet6 ...`. */
    via: [18, via],
    /** Realms: destination in the lower, source in the upper 16 bits. */
    flow: [11, u32],
    encapType: [21, encapType],
    /** What the encapsulation is made of, as bytes. */
    encap: [22, choice('encapType', {})],
  }),
)

/** One of several ways of a route. */
export type Nexthop = Value<typeof multipath>[number]
/** One of several ways of a route, as it is given. */
export type NexthopOptions = Input<typeof multipath>[number]
