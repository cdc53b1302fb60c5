import { ip4 } from '../../wire/address.ts'
import { type Attrs, attrs } from '../../wire/attrs.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'
import { vtiRows } from './vti-rows.ts'

const own = {
  /** IPv4 source address of the outer packets; '0.0.0.0' for any. */
  local: [4, ip4],
  /** IPv4 address of the remote end; '0.0.0.0' for any. */
  remote: [5, ip4],
} as const

/** A virtual tunnel interface for IPsec over IPv4. */
const table: Attrs<typeof vtiRows & typeof own> = attrs('IFLA_VTI', { ...vtiRows, ...own })

/** Properties that can be set on a virtual tunnel interface over IPv4. */
export interface VtiData extends Input<typeof table>, Public {}
/** Properties of a virtual tunnel interface over IPv4, as listed. */
export interface VtiReport extends Value<typeof table>, Public {}

/** Creates a virtual tunnel interface for IPsec over IPv4. */
export const createVti = creator<'vti', DataOptions<VtiData>>('createVti', 'vti')

const kind: Kind<VtiReport, VtiData> = { table, lower: 'data.link', whole: true }
export default kind
