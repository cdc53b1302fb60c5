import { attrs } from '../../wire/attrs.ts'
import { u32 } from '../../wire/integers.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A VRF: enum IFLA_VRF_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_VRF', {
  /** Routing table of the VRF. */
  table: [1, u32],
})

/** A link of a VRF: enum IFLA_VRF_PORT_*. */
const port = attrs('IFLA_VRF_PORT', {
  /** Routing table of the VRF. */
  table: [1, u32, 'report'],
})

/** Properties that can be set on a VRF. */
export interface VrfData extends Input<typeof table>, Public {}
/** Properties of a VRF, as listed. */
export interface VrfReport extends Value<typeof table>, Public {}
/** Properties of a link that belongs to a VRF, as listed. */
export interface VrfPortReport extends Value<typeof port>, Public {}

/** Creates a VRF. Requires `data.table`. */
export const createVrf = creator<'vrf', DataOptions<VrfData>>('createVrf', 'vrf')

const kind: Kind<VrfReport, VrfData> = { table, lower: 'none', required: [['data.table']], fixed: ['table'], port }
export default kind
