import { attrs } from '../wire/attrs.ts'
import { u32 } from '../wire/integers.ts'
import type { Input, Value } from '../wire/type.ts'

/** A virtual router: enum IFLA_VRF_* of include/uapi/linux/if_link.h. */
export const vrf = attrs('IFLA_VRF', {
  /** Its routing table. */
  table: [1, u32],
})

/** A link of a virtual router: enum IFLA_VRF_PORT_*. */
export const vrfPort = attrs('IFLA_VRF_PORT', {
  table: [1, u32, 'report'],
})

/** What a virtual router can be told. */
export interface VrfData extends Input<typeof vrf> {}
/** What a virtual router tells of itself. */
export interface VrfReport extends Value<typeof vrf> {}
/** What a link of a virtual router tells of that. */
export interface VrfPortReport extends Value<typeof vrfPort> {}
