import { ip4, ip6 } from '../../wire/address.ts'
import { type Attrs, attrs } from '../../wire/attrs.ts'
import { limit, u8, u16 } from '../../wire/integers.ts'
import { flags, names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import { iptun4Rows, iptunRows } from './iptun-rows.ts'
import type { Kind } from './kind.ts'

const own = {
  /** 'isatap' for automatic addressing within a site (ISATAP, RFC 5214); iproute2: `isatap`. */
  flags: [8, iproute2(flags(u16, { isatap: 1 }, 'SIT'), 'isatap')],
  /** Packets that the tunnel carries: IPv6 ('ip6ip', the default), IPv4 ('ipip'), MPLS ('mplsip'), or all ('any'); iproute2: `mode`. */
  proto: [9, iproute2(names(u8, { any: 0, ipip: 4, ip6ip: 41, mplsip: 137 }), 'mode')],
  /** IPv6 prefix of the provider for 6rd (RFC 5969), without its length; '2002::' (6to4) by default; iproute2: `6rd-prefix`. */
  '6rdPrefix': [11, iproute2(ip6, '6rd-prefix')],
  /** IPv4 prefix that all customers share, and that their IPv6 prefixes do not contain; iproute2: `6rd-relay_prefix`. */
  '6rdRelayPrefix': [12, iproute2(ip4, '6rd-relay_prefix')],
  /** Length of `6rdPrefix` in bits, 16 by default. */
  '6rdPrefixlen': [13, limit(u16, 0, 128)],
  /** Length of `6rdRelayPrefix` in bits. */
  '6rdRelayPrefixlen': [14, limit(u16, 0, 32)],
} as const

type Rows = typeof iptunRows & typeof iptun4Rows & typeof own

/** A tunnel of IPv6 packets over IPv4 (RFC 4213), also for 6to4, 6rd and ISATAP. */
const table: Attrs<Rows> = attrs('IFLA_IPTUN', { ...iptunRows, ...iptun4Rows, ...own })

/** Properties that can be set on a tunnel of IPv6 packets over IPv4. */
export interface SitData extends Input<typeof table>, Public {}
/** Properties of a tunnel of IPv6 packets over IPv4, as listed. */
export interface SitReport extends Value<typeof table>, Public {}

/** Creates a tunnel of IPv6 packets over IPv4. */
export const createSit = creator<'sit', DataOptions<SitData>>('createSit', 'sit')

const kind: Kind<SitReport, SitData> = { table, lower: 'data.link', whole: true }
export default kind
