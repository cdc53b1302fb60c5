import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Value } from '../../wire/type.ts'

/**
 * Who put an object there: RTPROT_* of include/uapi/linux/rtnetlink.h, for routes, rules and neighbours alike. Numbers above
 * `static` are only names for the eye.
 */
export const protocol = names(
  u8,
  {
    unspec: 0,
    redirect: 1,
    kernel: 2,
    boot: 3,
    static: 4,
    gated: 8,
    ra: 9,
    mrt: 10,
    zebra: 11,
    bird: 12,
    dnrouted: 13,
    xorp: 14,
    ntk: 15,
    dhcp: 16,
    mrouted: 17,
    keepalived: 18,
    babel: 42,
    ovn: 84,
    openr: 99,
    bgp: 186,
    isis: 187,
    ospf: 188,
    rip: 189,
    eigrp: 192,
  },
  'RTPROT',
)

/** Who made a route (RTPROT_*); one without a word is its number. */
export type Protocol = Value<typeof protocol>
