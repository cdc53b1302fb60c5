import { encapType } from '../protocol/enums/encaptype.ts'
import { hopFlags } from '../protocol/enums/hopflags.ts'
import { ip } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { choice } from '../wire/choice.ts'
import { limit, scaled, u8, u16, u32 } from '../wire/integers.ts'
import { records } from '../wire/list.ts'
import { linkRef } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import type { Input, Value } from '../wire/type.ts'
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
      /** Share of the traffic, 1 to 256; the kernel keeps one less (`rtnh_hops`). */
      weight,
      /** Link it leaves by; iproute2: `dev`. */
      oif: iproute2(linkRef, 'dev'),
    },
    'rtnexthop',
  ),
  attrs('RTA', {
    /** Address of the next router; iproute2: `via`. */
    gateway: [5, iproute2(ip, 'gw')],
    /** Gateway of another family; iproute2: `via inet6 ...`. */
    via: [18, via],
    /** Labels that a packet of MPLS has from there on, '200/300'; iproute2: `as`. */
    newdst: [19, iproute2(labels, 'as')],
    /** Realms: destination in the lower, source in the upper 16 bits; iproute2: `realms`. */
    flow: [11, iproute2(u32, 'realm', 'realms')],
    /** Kind of the tunnel that packets are put into; iproute2: `encap`. */
    encapType: [21, encapType],
    /** What the encapsulation is made of, as bytes. */
    encap: [22, choice('encapType', {})],
  }),
)

type Hop<T> = T extends readonly (infer One)[] ? One : never

/** One of several ways of a route. */
export interface RouteHop extends Hop<Value<typeof multipath>> {
  /** Name of `oif`, with `names: true`. */
  oifName?: string
}
/** One of several ways of a route, as it is given. */
export interface RouteHopOptions extends Hop<Input<typeof multipath>> {}
