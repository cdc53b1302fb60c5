import { type Attrs, attrs } from '../../wire/attrs.ts'
import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import { iptun4Rows, iptunExternalRows, iptunRows } from './iptun-rows.ts'
import type { Kind } from './kind.ts'

const own = {
  /** Packets that the tunnel carries: IPv4 ('ipip', the default), MPLS ('mplsip'), or both ('any'); iproute2: `mode`. */
  proto: [9, iproute2(names(u8, { any: 0, ipip: 4, mplsip: 137 }), 'mode')],
} as const

type Rows = typeof iptunRows & typeof iptunExternalRows & typeof iptun4Rows & typeof own

/** A tunnel of IPv4 or MPLS packets over IPv4 (RFC 2003, RFC 4023). */
const table: Attrs<Rows> = attrs('IFLA_IPTUN', { ...iptunRows, ...iptunExternalRows, ...iptun4Rows, ...own })

/** Properties that can be set on a tunnel of IPv4 packets over IPv4. */
export interface IpipData extends Input<typeof table>, Public {}
/** Properties of a tunnel of IPv4 packets over IPv4, as listed. */
export interface IpipReport extends Value<typeof table>, Public {}

/** Creates a tunnel of IPv4 packets over IPv4. */
export const createIpip = creator<'ipip', DataOptions<IpipData>>('createIpip', 'ipip')

const kind: Kind<IpipReport, IpipData> = { table, lower: 'data.link', whole: true, fixed: ['collectMetadata'] }
export default kind
