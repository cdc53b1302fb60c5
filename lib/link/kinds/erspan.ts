import { type Attrs, attrs } from '../../wire/attrs.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import { withErspanFlags } from './erspan-flags.ts'
import { erspanRows, gre4Rows, greRows } from './gre-rows.ts'
import type { Kind } from './kind.ts'

type Rows = typeof greRows & typeof gre4Rows & typeof erspanRows

/** A tunnel for mirrored frames over IPv4 (draft-foschiano-erspan). */
const table: Attrs<Rows> = attrs('IFLA_GRE', { ...greRows, ...gre4Rows, ...erspanRows })

/** Properties that can be set on an ERSPAN tunnel over IPv4. */
export interface ErspanData extends Input<typeof table>, Public {}
/** Properties of an ERSPAN tunnel over IPv4, as listed. */
export interface ErspanReport extends Value<typeof table>, Public {}

/** Creates an ERSPAN tunnel over IPv4; `ikey` and `okey` are the id of the session, 0 to 1023. */
export const createErspan = creator<'erspan', DataOptions<ErspanData>>('createErspan', 'erspan')

const kind: Kind<ErspanReport, ErspanData> = {
  table,
  lower: 'data.link',
  whole: true,
  fixed: ['collectMetadata'],
  toRequest: withErspanFlags,
}
export default kind
