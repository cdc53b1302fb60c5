import { attrs } from '../../wire/attrs.ts'
import { u16 } from '../../wire/integers.ts'
import { flags, names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** An ipvlan, and an ipvtap: enum IFLA_IPVLAN_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_IPVLAN', {
  /**
   * Layer at which packets are distributed: 'l2' for frames, 'l3' (the default) for packets, 'l3s' for packets that pass the host's
   * netfilter hooks.
   */
  mode: [1, names(u16, { l2: 0, l3: 1, l3s: 2 }, 'IPVLAN_MODE')],
  /**
   * 'private': no packets between ipvlans of the same link; 'vepa': only those that the switch sends back; none: directly; iproute2:
   * `private`, `vepa`, `bridge`.
   */
  flags: [2, iproute2(flags(u16, { private: 1, vepa: 2 }, 'IPVLAN_F'), 'private', 'vepa', 'bridge')],
})

/** Properties that can be set on an ipvlan or ipvtap. */
export interface IpvlanData extends Input<typeof table>, Public {}
/** Properties of an ipvlan or ipvtap, as listed. */
export interface IpvlanReport extends Value<typeof table>, Public {}

/** Creates an ipvlan on `link`. Requires `link`. */
export const createIpvlan = creator<'ipvlan', DataOptions<IpvlanData>>('createIpvlan', 'ipvlan')

const kind: Kind<IpvlanReport, IpvlanData> = { table, lower: 'link', required: [['link']] }
export default kind
