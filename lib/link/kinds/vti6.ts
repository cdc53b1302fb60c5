import { ip6 } from '../../wire/address.ts'
import { type Attrs, attrs } from '../../wire/attrs.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'
import { vtiRows } from './vti-rows.ts'

const own = {
  /** IPv6 source address of the outer packets; '::' for any. */
  local: [4, ip6],
  /** IPv6 address of the remote end; '::' for any. */
  remote: [5, ip6],
} as const

/** A virtual tunnel interface for IPsec over IPv6. */
const table: Attrs<typeof vtiRows & typeof own> = attrs('IFLA_VTI', { ...vtiRows, ...own })

/** Properties that can be set on a virtual tunnel interface over IPv6. */
export interface Vti6Data extends Input<typeof table>, Public {}
/** Properties of a virtual tunnel interface over IPv6, as listed. */
export interface Vti6Report extends Value<typeof table>, Public {}

/** Creates a virtual tunnel interface for IPsec over IPv6. */
export const createVti6 = creator<'vti6', DataOptions<Vti6Data>>('createVti6', 'vti6')

const kind: Kind<Vti6Report, Vti6Data> = { table, lower: 'data.link', whole: true }
export default kind
