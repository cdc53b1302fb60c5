import { mac } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { s32, u8, u16, u32 } from '../../wire/integers.ts'
import { flags, names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'

/** LACP_STATE_* of include/uapi/linux/if_bonding.h: flags of a port in LACP (802.3ad). */
const LACP_STATE = {
  lacp_activity: 0x1,
  lacp_timeout: 0x2,
  aggregation: 0x4,
  synchronization: 0x8,
  collecting: 0x10,
  distributing: 0x20,
  defaulted: 0x40,
  expired: 0x80,
} as const

/** A port of a bond: enum IFLA_BOND_SLAVE_* of include/uapi/linux/if_link.h. */
export const bondPort = attrs('IFLA_BOND_SLAVE', {
  /** Whether the port sends and receives ('active'), or waits ('backup'). */
  state: [1, names(u8, { active: 0, backup: 1 }, 'BOND_STATE'), 'report'],
  /** State of the link: 'fail' while it goes down (`downdelay`), 'back' while it comes up (`updelay`); iproute2: `mii_status`. */
  miiStatus: [2, names(u8, { up: 0, fail: 1, down: 2, back: 3 }, 'BOND_LINK'), 'report'],
  /** How often the link failed. */
  linkFailureCount: [3, u32, 'report'],
  /** Hardware address that the port has without the bond. */
  permHwaddr: [4, mac, 'report'],
  /** Transmit queue of the bond whose packets this port sends, 0 for none in particular; iproute2: `queue_id`. */
  queueId: [5, u16],
  /** Aggregator that the port belongs to (802.3ad). */
  adAggregatorId: [6, u16, 'report'],
  /** State of this end in LACP (802.3ad). */
  adActorOperPortState: [7, flags(u8, LACP_STATE, 'LACP_STATE'), 'report'],
  /** State of the other end in LACP (802.3ad). */
  adPartnerOperPortState: [8, flags(u16, LACP_STATE, 'LACP_STATE'), 'report'],
  /** Preference as the active port, 0 by default; the port with the highest one is chosen. Since Linux 6.0. */
  prio: [9, s32],
  /** Priority in LACP (802.3ad), 255 by default; a lower value is preferred; iproute2: `actor_port_prio`. Since Linux 6.18. */
  actorPortPrio: [10, u16],
  /** Churn state of this end (802.3ad). Since a Linux newer than 6.18. */
  adChurnActorState: [11, u8, 'report'],
  /** Churn state of the other end (802.3ad). Since a Linux newer than 6.18. */
  adChurnPartnerState: [12, u8, 'report'],
})

/** Properties that can be set on a port of a bond. */
export interface BondPort extends Input<typeof bondPort>, Public {}
/** Properties of a port of a bond, as listed. */
export interface BondPortReport extends Value<typeof bondPort>, Public {}
