import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Value } from '../../wire/type.ts'

/**
 * Origin of a route, rule or neighbour: RTPROT_* of include/uapi/linux/rtnetlink.h. The kernel does not interpret values above `static`
 * (4).
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

/** Origin of a route, rule or neighbour (RTPROT_*), such as 'kernel', 'static' or 'bird'; a number if it has no name; iproute2: `proto`. */
export type Protocol = Value<typeof protocol>
