import { type Flags, reportedFlags } from '../../wire/reported.ts'
import type { Type } from '../../wire/type.ts'
import { phrased } from '../../wire/unknown.ts'

/** RTNH_F_* of include/uapi/linux/rtnetlink.h: options and state of a next hop, in routes and next-hop objects. */
export const HOP_BITS = {
  dead: 0x1,
  pervasive: 0x2,
  onlink: 0x4,
  offload: 0x8,
  linkdown: 0x10,
  unresolved: 0x20,
  trap: 0x40,
} as const

/** State flags, which are not sent: the kernel rejects 'dead' and 'linkdown' of routes (fib_create_info), and all of nexthops (rtm_to_nh_config). */
export const HOP_REPORTED = ['dead', 'offload', 'linkdown', 'unresolved', 'trap'] as const

/** `ip route add ... onlink` */
export const HOP_PHRASES = { onlink: "flags: ['onlink']", pervasive: "flags: ['pervasive']" }

/** The flags of a next hop, in a field of the given size. */
export function hopFlags(base: Type<number>): Flags<keyof typeof HOP_BITS, (typeof HOP_REPORTED)[number]> {
  return phrased(reportedFlags(base, HOP_BITS, HOP_REPORTED, 'RTNH_F'), HOP_PHRASES)
}
