import { type Attrs, attrs } from '../../wire/attrs.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import { withErspanFlags } from './erspan-flags.ts'
import { erspanRows, gre6Rows, greRows } from './gre-rows.ts'
import type { Kind } from './kind.ts'

type Rows = typeof greRows & typeof gre6Rows & typeof erspanRows

/** A tunnel for mirrored frames over IPv6 (draft-foschiano-erspan). */
const table: Attrs<Rows> = attrs('IFLA_GRE', { ...greRows, ...gre6Rows, ...erspanRows })

/** Properties that can be set on an ERSPAN tunnel over IPv6. */
export interface Ip6erspanData extends Input<typeof table>, Public {}
/** Properties of an ERSPAN tunnel over IPv6, as listed. */
export interface Ip6erspanReport extends Value<typeof table>, Public {}

/** Creates an ERSPAN tunnel over IPv6; `ikey` and `okey` are the id of the session, 0 to 1023. */
export const createIp6erspan = creator<'ip6erspan', DataOptions<Ip6erspanData>>('createIp6erspan', 'ip6erspan')

const kind: Kind<Ip6erspanReport, Ip6erspanData> = {
  table,
  lower: 'data.link',
  whole: true,
  fixed: ['collectMetadata'],
  toRequest: withErspanFlags,
}
export default kind
