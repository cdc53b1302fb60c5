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
import { such } from '../wire/such.ts'
import { type Input, type Public, type Type, typed, type Value } from '../wire/type.ts'
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
  /** Number of users of the route in the kernel. */
  clntref: u32,
  /** Time since the route was last used, in hundredths of a second. */
  lastuse: u32,
  /** Time until the route expires, in hundredths of a second; 0 for never. */
  expires: s32,
  /** Error that packets cause, as a positive errno; 0 for none. */
  error: u32,
  /** Number of times that the route was used; IPv6 only. */
  used: u32,
  /** No longer used by Linux: 0. */
  id: u32,
  /** No longer used by Linux: 0. */
  ts: u32,
  /** No longer used by Linux: 0. */
  tsage: u32,
})

/** Usage of a route, as the kernel records it. */
export interface RouteCacheInfo extends Value<typeof cacheinfo>, Public {}

const wire = message(
  'RTA',
  struct({
    /** Address family: 'inet', 'inet6' or 'mpls'; by default, that of the addresses. */
    family,
    _dstLen: u8,
    _srcLen: u8,
    /** Type of service of the packets that the route is for; iproute2: `tos`, `dsfield`. */
    tos: iproute2(u8, 'dsfield'),
    // Only the attribute holds numbers above 255, and only it is sent.
    table: tableByte,
    /** Origin of the route (RTPROT_*), 'boot' by default; iproute2: `proto`. */
    protocol: iproute2(protocol, 'proto'),
    /** Distance of the destination: by default 'link' without a gateway, 'host' for local routes, otherwise 'universe'; IPv4 only. */
    scope,
    /** What happens to packets (RTN_*); 'unicast' by default. */
    type: phrased(routeType, typePhrases),
    /** Options and state (RTNH_F_*, RTM_F_*). 'onlink': the gateway is on the link although no route says so. State, such as 'dead', is not sent. */
    flags: routeFlags,
  }),
  {
    /** Destination, '10.0.0.0/8'; 'default' for every destination; a label such as '100' in an MPLS route; iproute2: `to`. */
    dst: [1, iproute2(destination, 'to')],
    /** Source prefix of the packets that the route is for (IPv6 only); iproute2: `from`. */
    src: [2, iproute2(prefix(2), 'from')],
    /** Incoming link (multicast routes, lookups). */
    iif: [3, linkRef],
    /** Outgoing link; iproute2: `dev`. */
    oif: [4, iproute2(linkRef, 'dev')],
    /** Address of the next router; iproute2: `via`. */
    gateway: [5, iproute2(ip, 'gw')],
    /** Metric; the route with the lowest one wins; iproute2: `metric`. */
    priority: [6, iproute2(u32, 'metric', 'preference')],
    /** Preferred source address of packets that this host sends to the destination; iproute2: `src`. */
    prefsrc: [7, ip],
    /** Metrics of the route, such as the path MTU; in `ip route`, they are options of the route itself. */
    metrics: [8, such(typed<Metrics, MetricsOptions>(metrics), '{ mtu: 1400 }')],
    /** Several hops, which share the traffic by weight; iproute2: `nexthop`. */
    multipath: [9, iproute2(typed<RouteHop[], readonly RouteHopOptions[]>(multipath), 'nexthop', 'nexthops')],
    /** Realms: destination in the lower 16 bits, source in the upper 16; iproute2: `realms`. */
    flow: [11, iproute2(u32, 'realm', 'realms')],
    /** Usage of the route, as the kernel records it. */
    cacheinfo: [12, typed<RouteCacheInfo>(cacheinfo), 'report'],
    /** Routing table, by number or name; by default 'main', or 'local' for local routes. */
    table: [15, table],
    /** Mark of the packet to look up. */
    mark: [16, u32],
    /** Gateway of another address family; iproute2: `via inet6 ...`. An MPLS route may have a hardware address here. */
    via: [18, via],
    /** MPLS labels of the outgoing packet, outermost first, '200/300'; without it, the label is popped; iproute2: `as`. */
    newdst: [19, iproute2(labels, 'as')],
    /** Preference of the router (RFC 4191); IPv6 only. */
    pref: [20, names(u8, { medium: 0, high: 1, low: 3 })],
    /** Type of the tunnel that encapsulates the packets: 'ip', 'ip6', 'mpls', 'seg6' and so on; iproute2: `encap`. */
    encapType: [21, encapType],
    /**
     * Parameters of the tunnel, the attributes nested in RTA_ENCAP: `Uint8Array.of(8, 0, 2, 0, 192, 0, 2, 9)` on a little-endian machine is
     * `encap ip dst 192.0.2.9`.
     */
    encap: [22, choice('encapType', {})],
    /** Time until the route is removed, in seconds; IPv6 only. */
    expires: [23, u32],
    /** User id of the packet to look up. */
    uid: [25, u32],
    /** Whether MPLS copies the TTL of the packet. */
    ttlPropagate: [26, bool(u8)],
    /** Protocol of the packet to look up; iproute2: `ipproto`. */
    ipProto: [27, ipProto],
    /** Source port of the packet to look up. */
    sport: [28, be16],
    /** Destination port of the packet to look up. */
    dport: [29, be16],
    /**
     * Id of the next-hop object that determines where the route leads, instead of `gateway`, `oif` and `multipath`; iproute2: `nhid`. A listed
     * route has both: if it is passed back, only `nhId` is sent. In other routes, both are a TypeError.
     */
    nhId: [30, u32],
    /** IPv6 flow label of the packet to look up. */
    flowlabel: [31, be32],
  },
  true,
)

/** Offset of `rtm_flags` in struct rtmsg. */
const FLAGS = 8

/** A flag of the route cache in the result of a lookup (RTCF_*). */
export type CacheFlag = Value<typeof cacheFlags>[number]

/** A route as the kernel reports it. */
export type Report = Value<typeof wire> & {
  /** In the result of an IPv4 lookup, flags of the route cache (RTCF_*): 'local', 'multicast', 'broadcast'; `ip route get` shows `cache <local>`. */
  cache?: CacheFlag[]
}

/**
 * The message of a route: struct rtmsg and enum rtattr_type_t of include/uapi/linux/rtnetlink.h. In the reply to a lookup, the upper
 * half of the flags belongs to the route cache.
 */
export const route: Omit<typeof wire, 'read'> & Type<Report, Input<typeof wire>> = {
  ...wire,
  read(bytes, at, length) {
    const found: Report = wire.read(bytes, at, length)
    if (!isCloned(bytes, at + FLAGS)) return found
    const cache = cacheFlags.read(bytes, at + FLAGS, 4)
    if (cache.length > 0) found.cache = cache
    return found
  },
}

/** What happens to packets that take a route. */
export type RouteType = Value<typeof routeType>
