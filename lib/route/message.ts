import { encapType } from '../protocol/enums/encaptype.ts'
import { ipProto } from '../protocol/enums/ipproto.ts'
import { protocol } from '../protocol/enums/protocol.ts'
import { routeType } from '../protocol/enums/routetype.ts'
import { scope } from '../protocol/enums/scope.ts'
import { table, tableByte } from '../protocol/enums/table.ts'
import { ip, prefix } from '../wire/address.ts'
import { choice } from '../wire/choice.ts'
import { family } from '../wire/family.ts'
import { be16, be32, bool, s32, u8, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { names } from '../wire/names.ts'
import { linkRef } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import { type Input, type Type, typed, type Value } from '../wire/type.ts'
import { iproute2, phrased } from '../wire/unknown.ts'
import { cacheFlags, isCloned, routeFlags } from './flags.ts'
import { multipath, type RouteHop, type RouteHopOptions } from './hop.ts'
import { destination, labels } from './label.ts'
import { type Metrics, type MetricsOptions, metrics } from './metrics.ts'
import { via } from './via.ts'

/** `ip route add blackhole ...` */
const typePhrases = Object.fromEntries(Object.keys(routeType.words ?? {}).map((word) => [word, `type: '${word}'`]))

/** struct rta_cacheinfo of include/uapi/linux/rtnetlink.h. */
const cacheinfo = struct({
  /** How many users the route has in the kernel. */
  clntref: u32,
  /** Since it was last used, in hundredths of a second. */
  lastuse: u32,
  /** Until it expires, in hundredths of a second; 0 for never. */
  expires: s32,
  /** Errno that packets get, as a positive number; 0 for none. */
  error: u32,
  /** How often it was used; IPv6 only. */
  used: u32,
  /** Not used by Linux any more: 0. */
  id: u32,
  /** Not used by Linux any more: 0. */
  ts: u32,
  /** Not used by Linux any more: 0. */
  tsage: u32,
})

/** What the kernel notes of a route's use. */
export interface RouteCacheInfo extends Value<typeof cacheinfo> {}

const told = message(
  'RTA',
  struct({
    /** Family of the addresses: 'inet', 'inet6' or 'mpls'; they say it unless given. */
    family,
    _dstLen: u8,
    _srcLen: u8,
    /** Type of service that packets must have; iproute2: `tos`, `dsfield`. */
    tos: iproute2(u8, 'dsfield'),
    // The attribute says it for numbers above 255, and is sent alone.
    table: tableByte,
    /** Who made the route (RTPROT_*): 'boot' unless given; iproute2: `proto`. */
    protocol: iproute2(protocol, 'proto'),
    /** How far the destination is: 'link' when there is no gateway, 'host' for local routes, unless given; IPv4 only. */
    scope,
    /** What happens to packets (RTN_*): 'unicast' unless given. */
    type: phrased(routeType, typePhrases),
    /** Options and state (RTNH_F_*, RTM_F_*): 'onlink', the gateway is on the link although no route says so. State such as 'dead' is not sent. */
    flags: routeFlags,
  }),
  {
    /** Destination, '10.0.0.0/8'; 'default' for every one; a label such as '100' in a route of MPLS; iproute2: `to`. */
    dst: [1, iproute2(destination, 'to')],
    /** Source prefix that packets must have (IPv6 only); iproute2: `from`. */
    src: [2, iproute2(prefix(2), 'from')],
    /** Link that packets come in by (multicast routes, lookups). */
    iif: [3, linkRef],
    /** Link that packets leave by; iproute2: `dev`. */
    oif: [4, iproute2(linkRef, 'dev')],
    /** Address of the next router; iproute2: `via`. */
    gateway: [5, iproute2(ip, 'gw')],
    /** The lower wins; iproute2: `metric`. */
    priority: [6, iproute2(u32, 'metric', 'preference')],
    /** Source address that the host prefers for this destination; iproute2: `src`. */
    prefsrc: [7, ip],
    /** What is known about the way, such as its MTU; `ip route` has them as options of the route. */
    metrics: [8, typed<Metrics, MetricsOptions>(metrics)],
    /** Several next hops, taken by weight; iproute2: `nexthop`. */
    multipath: [9, iproute2(typed<RouteHop[], readonly RouteHopOptions[]>(multipath), 'nexthop', 'nexthops')],
    /** Realms: destination in the lower, source in the upper 16 bits; iproute2: `realms`. */
    flow: [11, iproute2(u32, 'realm', 'realms')],
    /** What the kernel notes of the route's use. */
    cacheinfo: [12, typed<RouteCacheInfo>(cacheinfo), 'report'],
    /** Routing table, by number or name: 'main' (or 'local' for local routes) unless given. */
    table: [15, table],
    /** Mark of the packet that is looked up. */
    mark: [16, u32],
    /** Gateway of another address family; iproute2: `via inet6 ...`. A route of MPLS may have a hardware address here. */
    via: [18, via],
    /** Labels that a packet of MPLS has from there on, the outermost first, '200/300'; none pops the label; iproute2: `as`. */
    newdst: [19, iproute2(labels, 'as')],
    /** Preference of a router (RFC 4191); IPv6 only. */
    pref: [20, names(u8, { medium: 0, high: 1, low: 3 })],
    /** Kind of the tunnel that packets are put into; iproute2: `encap`. */
    encapType: [21, encapType],
    /** What the tunnel is made of, as bytes. */
    encap: [22, choice('encapType', {})],
    /** Seconds until the route goes away; IPv6 only. */
    expires: [23, u32],
    /** User of the packet that is looked up. */
    uid: [25, u32],
    /** Whether MPLS copies the TTL of the packet. */
    ttlPropagate: [26, bool(u8)],
    /** Protocol of the packet that is looked up; iproute2: `ipproto`. */
    ipProto: [27, ipProto],
    /** Source port of the packet that is looked up. */
    sport: [28, be16],
    /** Destination port of the packet that is looked up. */
    dport: [29, be16],
    /** Next-hop object, which then alone says where the route leads; iproute2: `nhid`. */
    nhId: [30, u32],
    /** IPv6 flow label of the packet that is looked up. */
    flowlabel: [31, be32],
  },
  ({ family, tos, table, protocol, scope, type, flags }) => ({
    family,
    tos,
    table,
    protocol,
    scope,
    type,
    flags: flags.slice(),
  }),
)

/** Where `rtm_flags` lies in struct rtmsg. */
const FLAGS = 8

/** What kind of entry of the route cache an answer is. */
export type CacheFlag = Value<typeof cacheFlags>[number]

/** A route as the kernel reports it. */
export type Report = Value<typeof told> & {
  /** In answers to lookups of IPv4, what the way is to the route cache (RTCF_*): 'local', 'multicast', 'broadcast'; `ip route get` shows it as `cache <local>`. */
  cache?: CacheFlag[]
}

/**
 * The message of a route: struct rtmsg and enum rtattr_type_t of include/uapi/linux/rtnetlink.h. In the answer to a lookup the
 * upper half of the flags belongs to the route cache.
 */
export const route: Omit<typeof told, 'read'> & Type<Report, Input<typeof told>> = {
  ...told,
  read(bytes, at, length) {
    const found: Report = told.read(bytes, at, length)
    if (!isCloned(bytes, at + FLAGS)) return found
    const cache = cacheFlags.read(bytes, at + FLAGS, 4)
    if (cache.length > 0) found.cache = cache
    return found
  },
}

/** What happens to packets that take a route. */
export type RouteType = Value<typeof routeType>
