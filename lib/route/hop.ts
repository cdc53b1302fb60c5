import { encapType } from '../protocol/enums/encaptype.ts'
import { hopFlags } from '../protocol/enums/hopflags.ts'
import { ip } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { choice } from '../wire/choice.ts'
import { limit, scaled, u8, u16, u32 } from '../wire/integers.ts'
import { records } from '../wire/list.ts'
import { linkRef } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import type { Input, Public, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { labels } from './label.ts'
import { via } from './via.ts'

/** `rtnh_hops`, one less than the weight. */
const weight = limit(
  scaled(
    u8,
    (hops) => hops + 1,
    (weight) => weight - 1,
  ),
  1,
  256,
)

/** One next hop of a route with several: struct rtnexthop, then attributes. */
export const multipath = records(
  struct(
    {
      _len: u16,
      /** Options and state of this hop (RTNH_F_*), such as 'onlink'; state such as 'dead' is not sent. */
      flags: hopFlags(u8),
      /** Share of the traffic, 1 to 256; the kernel stores one less (`rtnh_hops`). */
      weight,
      /** Outgoing link; iproute2: `dev`. */
      oif: iproute2(linkRef, 'dev'),
    },
    'rtnexthop',
  ),
  attrs('RTA', {
    /** Address of the next router; iproute2: `via`. */
    gateway: [5, iproute2(ip, 'gw')],
    /** Gateway of another address family; iproute2: `via inet6 ...`. */
    via: [18, via],
    /** MPLS labels of the outgoing packet, '200/300'; iproute2: `as`. */
    newdst: [19, iproute2(labels, 'as')],
    /** Realms: destination in the lower 16 bits, source in the upper 16; iproute2: `realms`. */
    flow: [11, iproute2(u32, 'realm', 'realms')],
    /** Type of the tunnel that encapsulates the packets: 'ip', 'ip6', 'mpls', 'seg6' and so on; iproute2: `encap`. */
    encapType: [21, encapType],
    /**
     * Parameters of the tunnel, the attributes nested in RTA_ENCAP: `Uint8Array.of(8, 0, 2, 0, 192, 0, 2, 9)` on a little-endian machine is
     * `encap ip dst 192.0.2.9`.
     */
    encap: [22, choice('encapType', {})],
  }),
  "{ gateway: '10.0.0.1' }",
)

type Hop<T> = T extends readonly (infer One)[] ? One : never

/** One hop of a multipath route. */
export interface RouteHop extends Hop<Value<typeof multipath>> {
  /** Name of `oif`, with `names: true`. */
  oifName?: string
}
/** One hop of a multipath route, as options. */
export interface RouteHopOptions extends Hop<Input<typeof multipath>>, Public {}
