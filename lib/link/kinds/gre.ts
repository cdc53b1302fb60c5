import { type Attrs, attrs } from '../../wire/attrs.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import { gre4Rows, greRows, withKeyFlags } from './gre-rows.ts'
import type { Kind } from './kind.ts'

// An intersection, as in a spread the rows would lose their doc comments.
type Rows = typeof greRows & typeof gre4Rows

/** A GRE tunnel over IPv4 (RFC 2784, RFC 2890), and one for Ethernet frames. */
const table: Attrs<Rows> = attrs('IFLA_GRE', { ...greRows, ...gre4Rows })

/** Properties that can be set on a GRE tunnel over IPv4. */
export interface GreData extends Input<typeof table>, Public {}
/** Properties of a GRE tunnel over IPv4, as listed. */
export interface GreReport extends Value<typeof table>, Public {}

/**
 * Creates a GRE tunnel over IPv4, which carries IP packets.
 *
 * ```ts
 * await createGre({ name: 'gre1', up: true, data: { local: '192.0.2.1', remote: '192.0.2.2', ikey: 7, okey: 7 } })
 * ```
 */
export const createGre = creator<'gre', DataOptions<GreData>>('createGre', 'gre')

const kind: Kind<GreReport, GreData> = {
  table,
  lower: 'data.link',
  whole: true,
  fixed: ['collectMetadata'],
  toRequest: withKeyFlags,
}
export default kind
