import { attrs } from '../wire/attrs.ts'
import { u16 } from '../wire/integers.ts'
import { flags, names } from '../wire/names.ts'
import type { Input, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'

/** An ipvlan, and an ipvtap: enum IFLA_IPVLAN_* of include/uapi/linux/if_link.h. */
export const ipvlan = attrs('IFLA_IPVLAN', {
  /** Layer at which packets are told apart; `l3s` lets the host's netfilter see them. */
  mode: [1, names(u16, { l2: 0, l3: 1, l3s: 2 }, 'IPVLAN_MODE')],
  /** Whether the links beside it are out of reach, or only reached by way of the switch. */
  flags: [2, iproute2(flags(u16, { private: 1, vepa: 2 }, 'IPVLAN_F'), 'private', 'vepa', 'bridge')],
})

/** What an ipvlan or ipvtap can be told. */
export interface IpvlanData extends Input<typeof ipvlan> {}
/** What an ipvlan or ipvtap tells of itself. */
export interface IpvlanReport extends Value<typeof ipvlan> {}
