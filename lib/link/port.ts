import { attrs } from '../wire/attrs.ts'
import { bool, flag, limit, u8, u16, u32, u64 } from '../wire/integers.ts'
import { names } from '../wire/names.ts'
import { linkRefOrNone } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { multicastRouter } from './bridge.ts'
import { bridgeId } from './bridgeid.ts'

/** A port of a bridge: enum IFLA_BRPORT_* of include/uapi/linux/if_link.h. Timers are in hundredths of a second. */
export const port = attrs('IFLA_BRPORT', {
  /** Of the spanning tree. */
  state: [1, names(u8, { disabled: 0, listening: 1, learning: 2, forwarding: 3, blocking: 4 }, 'BR_STATE')],
  priority: [2, limit(u16, 0, 63)],
  cost: [3, limit(u32, 1, 65535)],
  /** Whether a frame may leave by the port it came in by; iproute2: `hairpin`. */
  mode: [4, iproute2(bool(u8), 'hairpin')],
  /** Whether the port is closed to speakers of the spanning tree; iproute2: `guard`, and `bpdu_guard`. */
  guard: [5, iproute2(bool(u8), 'bpdu_guard')],
  /** Whether the port may not lead to the root; iproute2: `root_block`. */
  protect: [6, iproute2(bool(u8), 'root_block')],
  /** Whether a multicast group is left at the first wish; iproute2: `mcast_fast_leave`, `fastleave`. */
  fastLeave: [7, iproute2(bool(u8), 'mcast_fast_leave')],
  /** Whether source addresses are learnt. */
  learning: [8, bool(u8)],
  /** Whether frames for unknown addresses are sent here; iproute2: `flood`. */
  unicastFlood: [9, iproute2(bool(u8), 'flood')],
  /** iproute2: `proxy_arp`, `proxy_arp_wifi`. */
  proxyarp: [10, bool(u8)],
  learningSync: [11, bool(u8)],
  proxyarpWifi: [12, bool(u8)],
  rootId: [13, bridgeId, 'report'],
  bridgeId: [14, bridgeId, 'report'],
  designatedPort: [15, u16, 'report'],
  designatedCost: [16, u16, 'report'],
  id: [17, u16, 'report'],
  no: [18, u16, 'report'],
  topologyChangeAck: [19, bool(u8), 'report'],
  configPending: [20, bool(u8), 'report'],
  messageAgeTimer: [21, u64, 'report'],
  forwardDelayTimer: [22, u64, 'report'],
  holdTimer: [23, u64, 'report'],
  /** True forgets the addresses learnt here; iproute2: `fdb_flush`. */
  flush: [24, iproute2(flag, 'fdb_flush')],
  /** iproute2: `mcast_router`. */
  multicastRouter: [25, iproute2(multicastRouter, 'mcast_router')],
  /** Whether frames for unknown groups are sent here. */
  mcastFlood: [27, bool(u8)],
  mcastToUcast: [28, iproute2(bool(u8), 'mcast_to_unicast')],
  vlanTunnel: [29, bool(u8)],
  bcastFlood: [30, bool(u8)],
  /** Link-local groups that are forwarded, as the bridge's own mask. */
  groupFwdMask: [31, u16],
  neighSuppress: [32, bool(u8)],
  /** Whether the port speaks only to ports that are not isolated. */
  isolated: [33, bool(u8)],
  /** Port that takes over when this one loses its carrier; null for none (`nobackup_port`). */
  backupPort: [34, iproute2(linkRefOrNone, 'nobackup_port')],
  mrpRingOpen: [35, bool(u8), 'report'],
  mrpInOpen: [36, bool(u8), 'report'],
  mcastEhtHostsLimit: [37, u32],
  mcastEhtHostsCnt: [38, u32, 'report'],
  /** Whether frames from unknown addresses are dropped. */
  locked: [39, bool(u8)],
  /** Whether a locked port takes unknown addresses down. Since Linux 6.2. */
  mab: [40, bool(u8)],
  /** Multicast groups of the port, and how many there may be. Since Linux 6.3. */
  mcastNGroups: [41, u32, 'report'],
  mcastMaxGroups: [42, u32],
  /** Since Linux 6.4. */
  neighVlanSuppress: [43, bool(u8)],
  /** Next-hop object to which frames go when the port has lost its carrier, 0 for none. Since Linux 6.6. */
  backupNhid: [44, u32],
})

/** What a port of a bridge can be told. */
export interface BridgePort extends Input<typeof port> {}
/** What a port of a bridge tells of itself. */
export interface BridgePortReport extends Value<typeof port> {}
