import { HOP_BITS, HOP_PHRASES, HOP_REPORTED } from '../protocol/enums/hopflags.ts'
import type { Bytes } from '../wire/bytes.ts'
import { u32 } from '../wire/integers.ts'
import { flags } from '../wire/names.ts'
import { type Flags, reportedFlags } from '../wire/reported.ts'
import type { Type } from '../wire/type.ts'
import { phrased } from '../wire/unknown.ts'

/**
 * Bits of `rtm_flags` (include/uapi/linux/rtnetlink.h), which also contains the next hop's RTNH_F_*: `offload` and `trap` are the next
 * hop's, `rt_offload` and `rt_trap` (RTM_F_*) the route's; `ip route` prints both with these words.
 */
const BITS = {
  ...HOP_BITS,
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

/** State flags of a route; the kernel rejects some of them in requests (fib_create_info in net/ipv4/fib_semantics.c). */
const REPORTED = [...HOP_REPORTED, 'cloned', 'rt_offload', 'rt_trap', 'rt_offload_failed'] as const

/** Words that are not settings of a route: state, and flags of lookups and dumps (RTM_F_*). */
type NotSet = Exclude<keyof typeof BITS, 'onlink' | 'pervasive'>

const sendable = (base: Type<number>) => reportedFlags(base, BITS, REPORTED)

/**
 * In the reply to a lookup, the lower half contains the flags of the route, the upper half those of the route cache (rt_fill_info in
 * net/ipv4/route.c).
 */
const ROUTE_BITS = 0xffff

const whole = sendable(u32)
/** The flags of a cloned route, without those of the route cache. */
const own = sendable({ ...u32, read: (bytes, at) => (bytes.u32[at >> 2] as number) & ROUTE_BITS })

/** Whether the flags at `at` are from the reply to a lookup. */
export function isCloned(bytes: Bytes, at: number): boolean {
  return ((bytes.u32[at >> 2] as number) & BITS.cloned) !== 0
}

export const routeFlags: Flags<keyof typeof BITS, NotSet> = phrased(
  { ...whole, read: (bytes, at, length) => (isCloned(bytes, at) ? own : whole).read(bytes, at, length) },
  HOP_PHRASES,
)

/** RTCF_* of include/uapi/linux/in_route.h: the upper half of the flags of a cloned route. */
export const cacheFlags = flags(
  { ...u32, read: (bytes, at) => ((bytes.u32[at >> 2] as number) & ~ROUTE_BITS) >>> 0 },
  {
    local: 0x8000_0000,
    reject: 0x4000_0000,
    multicast: 0x2000_0000,
    broadcast: 0x1000_0000,
    dnat: 0x800_0000,
    snat: 0x80_0000,
    masq: 0x40_0000,
    directdst: 0x2_0000,
    directsrc: 0x400_0000,
    redirected: 0x4_0000,
    doredirect: 0x100_0000,
    fast: 0x20_0000,
    notify: 0x1_0000,
    tproxy: 0x8_0000,
  },
  'RTCF',
)
