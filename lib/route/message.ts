import { protocol } from '../family/protocol.ts'
import { scope } from '../family/scope.ts'
import { ip, prefix } from '../wire/address.ts'
import { choice } from '../wire/choice.ts'
import { family } from '../wire/family.ts'
import { be16, be32, bool, s32, u8, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { names } from '../wire/names.ts'
import { linkRef } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import type { Type } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { metrics } from './metrics.ts'
import { encapType, multipath, routeFlags, via } from './nexthop.ts'

/** enum rt_class_t */
const TABLES = { unspec: 0, compat: 252, default: 253, main: 254, local: 255 } as const

/** RTN_* */
const type = names(u8, {
  unspec: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
  nat: 10,
  xresolve: 11,
})

/** struct rta_cacheinfo: ages in USER_HZ, hundredths of a second. */
const cacheinfo = struct({
  clntref: u32,
  lastuse: u32,
  expires: s32,
  error: u32,
  used: u32,
  id: u32,
  ts: u32,
  tsage: u32,
})

/** The message of a route: struct rtmsg and enum rtattr_type_t of include/uapi/linux/rtnetlink.h. */
export const route = message(
  'RTA',
  struct({
    family,
    _dstLen: u8,
    _srcLen: u8,
    /** Type of service that packets must have; iproute2: `tos`, `dsfield`. */
    tos: u8,
    // The attribute says it for numbers above 255, and is sent alone.
    table: names(u8, TABLES),
    /** Who made the route: 'boot' unless given. */
    protocol,
    /** How far the destination is: 'link' when there is no gateway, 'host' for local routes, unless given; IPv4 only. */
    scope,
    /** What happens to packets: 'unicast' unless given. */
    type,
    /** `onlink`: the gateway is on the link although no route says so. */
    flags: routeFlags,
  }),
  {
    /** Destination, '10.0.0.0/8'; 'default' or absent for every one. */
    dst: [1, prefix(1)],
    /** Source prefix that packets must have (IPv6 only); iproute2: `from`. */
    src: [2, prefix(2)],
    /** Link that packets come in by (multicast routes, lookups). */
    iif: [3, linkRef],
    /** Link that packets leave by; iproute2: `dev`. */
    oif: [4, iproute2(linkRef, 'dev')],
    /** Address of the next router; iproute2: `via`. */
    gateway: [5, ip],
    /** The lower wins; iproute2: `metric`. */
    priority: [6, iproute2(u32, 'metric')],
    /** Source address that the host prefers for this destination; iproute2: `src`. */
    prefsrc: [7, ip],
    metrics: [8, metrics],
    /** Several next hops, taken by weight; iproute2: `nexthop`. */
    multipath: [9, multipath],
    /** Realms: destination in the lower, source in the upper 16 bits; iproute2: `realm`. */
    flow: [11, u32],
    cacheinfo: [12, cacheinfo, 'report'],
    /** Routing table: 'main' (or 'local' for local routes) unless given. */
    table: [15, names(u32, TABLES)],
    /** Mark of the packet that is looked up. */
    mark: [16, u32],
    /** Gateway of another address family; iproute2: `via inet6 ...`. */
    via: [18, via],
    /** Preference of a router (RFC 4191); IPv6 only. */
    pref: [20, names(u8, { medium: 0, high: 1, low: 3 })],
    /** Kind of light-weight tunnel. */
    encapType: [21, encapType],
    /** What the tunnel is made of, as bytes. */
    encap: [22, choice('encapType', {})],
    /** Seconds until the route goes away; IPv6 only. */
    expires: [23, u32],
    /** User of the packet that is looked up. */
    uid: [25, u32],
    /** Whether MPLS copies the TTL of the packet. */
    ttlPropagate: [26, bool(u8)],
    /** Protocol of the packet that is looked up, 6 for TCP. */
    ipProto: [27, u8],
    /** Ports of the packet that is looked up. */
    sport: [28, be16],
    dport: [29, be16],
    /** Next-hop object, which then alone says where the route leads; iproute2: `nhid`. */
    nhId: [30, u32],
    /** IPv6 flow label of the packet that is looked up. */
    flowlabel: [31, be32],
  },
)

/** A type's words, for filters. */
export type Word<T> = T extends Type<infer Out, never> ? Out : never
/** What happens to packets that take a route. */
export type RouteType = Word<typeof type>
/** A routing table, by number or by the name that it always has. */
export type Table = keyof typeof TABLES | number
