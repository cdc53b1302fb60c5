import { ip6 } from '../wire/address.ts'
import { AF_BRIDGE } from '../wire/af.ts'
import { attrs } from '../wire/attrs.ts'
import { u8, u16, u32, u64 } from '../wire/integers.ts'
import { array } from '../wire/list.ts'
import { flags, names } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import type { Input, Type, Value } from '../wire/type.ts'
import { devconf, ipv4Devconf } from './devconf.ts'

/** IPv4 of a link: enum IFLA_INET_*. */
const inet = attrs('IFLA_INET', {
  /** Settings, as in net.ipv4.conf. */
  conf: [1, ipv4Devconf],
})

/** IPv6 of a link: enum IFLA_INET6_*. */
export const inet6 = attrs('IFLA_INET6', {
  /** What router advertisements said, and whether the link is ready (include/net/if_inet6.h). */
  flags: [
    1,
    flags(u32, { rs_sent: 0x10, ra_rcvd: 0x20, ra_managed: 0x40, ra_otherconf: 0x80, ready: 0x8000_0000 }),
    'report',
  ],
  /** Settings, as in net.ipv6.conf; times in milliseconds. */
  conf: [2, devconf, 'report'],
  /** Counters, the first one says how many: enum IPSTATS_MIB_* of include/uapi/linux/snmp.h. */
  stats: [3, array(u64), 'report'],
  /** Times in milliseconds; `tstamp`, the last change, in hundredths of a second since boot. */
  cacheinfo: [
    5,
    struct({ maxReasmLen: u32, tstamp: u32, reachableTime: u32, retransTime: u32 }, 'ifla_cacheinfo'),
    'report',
  ],
  /** Counters, the first one says how many: enum ICMP6_MIB_*. */
  icmp6stats: [6, array(u64), 'report'],
  /** Interface identifier for addresses from router advertisements, '::' for none; iproute2: `ip token`. */
  token: [7, ip6],
  /** How link-local addresses are made; iproute2: `addrgenmode`, with `stable_secret` for stable_privacy. */
  addrGenMode: [8, names(u8, { eui64: 0, none: 1, stable_privacy: 2, random: 3 }, 'IN6_ADDR_GEN_MODE')],
  /** MTU of the last router advertisement. */
  raMtu: [9, u32, 'report'],
})

/** An attribute that stands several times in its nest, under the key of the row: what was read before is a sibling. */
function repeated<T>(key: string, item: Type<T>): Type<T[]> {
  return {
    size: item.size,
    parts: [item],
    read(bytes, at, length, siblings) {
      const before = (siblings?.[key] as T[] | undefined) ?? []
      return [...before, item.read(bytes, at, length)]
    },
    write: () => undefined,
  }
}

/** struct bridge_vlan_info of include/uapi/linux/if_bridge.h. */
const vlanInfo = struct(
  {
    flags: flags(
      u16,
      { master: 1, pvid: 2, untagged: 4, range_begin: 8, range_end: 16, brentry: 32, only_opts: 64 },
      'BRIDGE_VLAN_INFO',
    ),
    vid: u16,
  },
  'bridge_vlan_info',
)

/** What messages of the family `bridge` tell: enum IFLA_BRIDGE_*. */
const bridge = attrs('IFLA_BRIDGE', {
  flags: [0, flags(u16, { master: 1, self: 2 }, 'BRIDGE_FLAGS'), 'report'],
  /** How a link that is a bridge in hardware treats frames between its functions. */
  mode: [1, names(u16, { veb: 0, vepa: 1, undef: 0xffff }, 'BRIDGE_MODE'), 'report'],
  /** VLANs of the port; a range is two of them, with `range_begin` and `range_end`. */
  vlanInfo: [2, repeated('vlanInfo', vlanInfo), 'report'],
})

const families = attrs('AF', { inet: [2, inet], inet6: [10, inet6] })

/** What a link is set to by address family (IFLA_AF_SPEC): the kernel parameters of IPv4 and IPv6, bridge VLANs. */
export interface AfSpec extends Value<typeof families> {
  /** Only in messages of the family `bridge`. */
  bridge?: Value<typeof bridge>
}

/** What can be set by address family. */
export interface AfSpecOptions extends Input<typeof families> {}

/** A nest of address families, but in messages of the family `bridge`, where it is that family's own. */
export const afSpec: Type<AfSpec, AfSpecOptions> = {
  ...families,
  parts: [families, bridge],
  read(bytes, at, length) {
    if (bytes.u8[bytes.header] === AF_BRIDGE) return { bridge: bridge.read(bytes, at, length) }
    return families.read(bytes, at, length)
  },
}
