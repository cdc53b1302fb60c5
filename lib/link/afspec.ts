import { type BridgeSpec, bridgeSpec } from '../protocol/bridge.ts'
import { ip6 } from '../wire/address.ts'
import { AF_BRIDGE } from '../wire/af.ts'
import { attrs } from '../wire/attrs.ts'
import { u8, u32, u64 } from '../wire/integers.ts'
import { array } from '../wire/list.ts'
import { flags, names } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import { type Input, type Public, type Type, typed, type Value } from '../wire/type.ts'
import { devconf, ipv4Devconf } from './devconf.ts'

/** IPv4 of a link: enum IFLA_INET_*. */
const inet = attrs('IFLA_INET', {
  /** Kernel parameters of the link, as in net.ipv4.conf.LINK; only those given are changed. */
  conf: [1, ipv4Devconf],
})

/** struct ifla_cacheinfo of include/uapi/linux/if_link.h. */
const cacheinfo = struct(
  {
    /** Maximum size of a reassembled packet, in bytes; always 65535 (IPV6_MAXPLEN). */
    maxReasmLen: u32,
    /** Time of the last change, in hundredths of a second since boot. */
    tstamp: u32,
    /** How long a neighbour is considered reachable after confirmation, in milliseconds. */
    reachableTime: u32,
    /** Interval between neighbour solicitations, in milliseconds. */
    retransTime: u32,
  },
  'ifla_cacheinfo',
)

/** Times of IPv6 neighbour discovery on a link, and of its last change. */
export interface Inet6CacheInfo extends Value<typeof cacheinfo>, Public {}

/** IPv6 of a link: enum IFLA_INET6_*. */
export const inet6 = attrs('IFLA_INET6', {
  /** Contents of the router advertisements received, and whether the link is ready: IF_* of include/net/if_inet6.h. */
  flags: [
    1,
    flags(u32, { rs_sent: 0x10, ra_rcvd: 0x20, ra_managed: 0x40, ra_otherconf: 0x80, ready: 0x8000_0000 }),
    'report',
  ],
  /** Kernel parameters of the link, as in net.ipv6.conf.LINK; read-only here, set them with sysctl. */
  conf: [2, devconf, 'report'],
  /** Counters; the first element is their number: enum IPSTATS_MIB_* of include/uapi/linux/snmp.h. */
  stats: [3, array(u64), 'report'],
  /** Times of neighbour discovery, and of the last change. */
  cacheinfo: [5, typed<Inet6CacheInfo>(cacheinfo), 'report'],
  /** Counters; the first element is their number: enum ICMP6_MIB_*. */
  icmp6stats: [6, array(u64), 'report'],
  /** Interface identifier for addresses from router advertisements, '::1234'; '::' for none; iproute2: `ip token`. */
  token: [7, ip6],
  /** How link-local addresses are generated; iproute2: `addrgenmode`, with `stable_secret` for stable_privacy. */
  addrGenMode: [8, names(u8, { eui64: 0, none: 1, stable_privacy: 2, random: 3 }, 'IN6_ADDR_GEN_MODE')],
  /** MTU from the last router advertisement, in bytes; 0 for none. */
  raMtu: [9, u32, 'report'],
})

/** MCTP of a link: enum IFLA_MCTP_*. */
const mctp = attrs('IFLA_MCTP', {
  /** Number of the MCTP network that the link belongs to. */
  net: [1, u32],
  /** Physical transport of the link: MCTP_PHYS_BINDING_* of DSP0239. Since Linux 6.13. */
  physBinding: [2, u8, 'report'],
})

/** MCTP (Management Component Transport Protocol) of a link. */
export interface MctpSpec extends Value<typeof mctp>, Public {}
/** MCTP settings that can be changed. */
export interface MctpSpecOptions extends Input<typeof mctp>, Public {}
/** IPv4 settings of a link. */
export interface InetSpec extends Value<typeof inet>, Public {}
/** IPv6 settings of a link. */
export interface Inet6Spec extends Value<typeof inet6>, Public {}
/** IPv4 settings that can be changed. */
export interface InetSpecOptions extends Input<typeof inet>, Public {}
/** IPv6 settings that can be changed. */
export interface Inet6SpecOptions extends Input<typeof inet6>, Public {}

const families = attrs('AF', {
  /** IPv4: kernel parameters of the link. */
  inet: [2, typed<InetSpec, InetSpecOptions>(inet)],
  /** IPv6: generation of addresses, and kernel parameters of the link. */
  inet6: [10, typed<Inet6Spec, Inet6SpecOptions>(inet6)],
  /** Network of MCTP, on links of that protocol. */
  mctp: [45, typed<MctpSpec, MctpSpecOptions>(mctp)],
})

/** Settings of a link per address family (IFLA_AF_SPEC): kernel parameters of IPv4 and IPv6, bridge VLANs. */
export interface AfSpec extends Value<typeof families> {
  /** VLANs of a bridge port; only in messages of the family `bridge`. */
  bridge?: BridgeSpec
}

/** Settings that can be changed per address family. */
export interface AfSpecOptions extends Input<typeof families>, Public {}

/** Nested attributes of each address family; in messages of the family `bridge`, only of that one. */
export const afSpec: Type<AfSpec, AfSpecOptions> = {
  ...families,
  parts: [families, bridgeSpec],
  read(bytes, at, length) {
    if (bytes.u8[bytes.header] === AF_BRIDGE) return { bridge: bridgeSpec.read(bytes, at, length) }
    return families.read(bytes, at, length)
  },
}
