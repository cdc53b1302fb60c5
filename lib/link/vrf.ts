import { attrs } from '../wire/attrs.ts'
import { u32 } from '../wire/integers.ts'
import type { Input, Value } from '../wire/type.ts'

/** A virtual router: enum IFLA_VRF_* of include/uapi/linux/if_link.h. */
export const vrf = attrs('IFLA_VRF', {
  /** Number of its routing table. */
  table: [1, u32],
})

/** A link of a virtual router: enum IFLA_VRF_PORT_*. */
export const vrfPort = attrs('IFLA_VRF_PORT', {
  /** Number of the virtual router's routing table. */
  table: [1, u32, 'report'],
})

/** Properties that a virtual router can be given. */
export interface VrfData extends Input<typeof vrf> {}
/** Properties of a virtual router, as listed. */
export interface VrfReport extends Value<typeof vrf> {}
/** Properties of a link of a virtual router, as listed. */
export interface VrfPortReport extends Value<typeof vrfPort> {}
