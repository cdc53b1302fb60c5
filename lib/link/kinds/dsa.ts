import { attrs } from '../../wire/attrs.ts'
import { oneLink } from '../../wire/reference.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import type { Kind } from './kind.ts'

/** A port of an Ethernet switch: enum IFLA_DSA_* of include/uapi/linux/if_link.h. The driver of the switch creates it. */
const table = attrs('IFLA_DSA', {
  /** Link by which the host reaches the switch; iproute2: `conduit`, `master`. */
  conduit: [1, iproute2(oneLink, 'master')],
})

/** Properties that can be set on a port of an Ethernet switch. */
export interface DsaData extends Input<typeof table>, Public {}
/** Properties of a port of an Ethernet switch, as listed. */
export interface DsaReport extends Value<typeof table>, Public {}

const kind: Kind<DsaReport, DsaData> = { table }
export default kind
