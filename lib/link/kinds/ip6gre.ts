import { type Attrs, attrs } from '../../wire/attrs.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import { gre6Rows, greRows, withKeyFlags } from './gre-rows.ts'
import type { Kind } from './kind.ts'

type Rows = typeof greRows & typeof gre6Rows

/** A GRE tunnel over IPv6 (RFC 2784, RFC 2890), and one for Ethernet frames. */
const table: Attrs<Rows> = attrs('IFLA_GRE', { ...greRows, ...gre6Rows })

/** Properties that can be set on a GRE tunnel over IPv6. */
export interface Ip6greData extends Input<typeof table>, Public {}
/** Properties of a GRE tunnel over IPv6, as listed. */
export interface Ip6greReport extends Value<typeof table>, Public {}

/** Creates a GRE tunnel over IPv6, which carries IP packets. */
export const createIp6gre = creator<'ip6gre', DataOptions<Ip6greData>>('createIp6gre', 'ip6gre')

const kind: Kind<Ip6greReport, Ip6greData> = {
  table,
  lower: 'data.link',
  whole: true,
  fixed: ['collectMetadata'],
  toRequest: withKeyFlags,
}
export default kind
