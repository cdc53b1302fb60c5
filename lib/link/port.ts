import { attrs } from '../wire/attrs.ts'
import { bool, flag, limit, u8, u16, u32, u64 } from '../wire/integers.ts'
import { names } from '../wire/names.ts'
import { linkRefOrNone } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { bridgeId } from './bridgeid.ts'
import { multicastRouter } from './multicast-router.ts'

/** A port of a bridge: enum IFLA_BRPORT_* of include/uapi/linux/if_link.h. Timers are in hundredths of a second. */
export const port = attrs('IFLA_BRPORT', {
  /** State in the spanning tree; without one, a port that works is 'forwarding'. */
  state: [1, names(u8, { disabled: 0, listening: 1, learning: 2, forwarding: 3, blocking: 4 }, 'BR_STATE')],
  /** Priority in the spanning tree, 0 to 63, 32 unless given; the lower is preferred. */
  priority: [2, limit(u16, 0, 63)],
  /** Cost of the path by this port in the spanning tree, 1 to 65535; the kernel derives it from the speed unless given. */
  cost: [3, limit(u32, 1, 65535)],
  /** Whether a frame may leave by the port it came in by; iproute2: `hairpin`. */
  mode: [4, iproute2(bool(u8), 'hairpin')],
  /** Whether a spanning tree's packet (BPDU) shuts the port; iproute2: `guard`, `bpdu_guard`. */
  guard: [5, iproute2(bool(u8), 'bpdu_guard')],
  /** Whether the port may not lead to the root of the spanning tree; iproute2: `root_block`. */
  protect: [6, iproute2(bool(u8), 'root_block')],
  /** Whether a multicast group is left at the first leave message; iproute2: `mcast_fast_leave`, `fastleave`. */
  fastLeave: [7, iproute2(bool(u8), 'mcast_fast_leave')],
  /** Whether source addresses are learnt; true unless given. */
  learning: [8, bool(u8)],
  /** Whether frames for unknown addresses are sent here; true unless given; iproute2: `flood`. */
  unicastFlood: [9, iproute2(bool(u8), 'flood')],
  /** Whether the bridge answers ARP here for neighbours that it knows; iproute2: `proxy_arp`. */
  proxyarp: [10, bool(u8)],
  /** Whether addresses that the device learnt are put into the bridge's table. */
  learningSync: [11, bool(u8)],
  /** As `proxyarp`, also for neighbours behind other such ports (IEEE 802.11, Hotspot 2.0); iproute2: `proxy_arp_wifi`. */
  proxyarpWifi: [12, bool(u8)],
  /** Root of the spanning tree as the port knows it, '8000.02:00:00:00:00:01'; iproute2: `designated_root`. */
  rootId: [13, bridgeId, 'report'],
  /** Bridge by which the port's segment reaches the root; iproute2: `designated_bridge`. */
  bridgeId: [14, bridgeId, 'report'],
  /** Port of that bridge on the segment. */
  designatedPort: [15, u16, 'report'],
  /** Cost of its path to the root. */
  designatedCost: [16, u16, 'report'],
  /** Priority and number of the port in the spanning tree, in one number; iproute2: `port_id`. */
  id: [17, u16, 'report'],
  /** Number of the port in its bridge; iproute2: `port_no`. */
  no: [18, u16, 'report'],
  /** Whether a notification of a topology change has to be confirmed. */
  topologyChangeAck: [19, bool(u8), 'report'],
  /** Whether a packet of the spanning tree waits for the hold timer. */
  configPending: [20, bool(u8), 'report'],
  /** Until what the port knows of the root is too old, in hundredths of a second. */
  messageAgeTimer: [21, u64, 'report'],
  /** Until the port's next state, in hundredths of a second. */
  forwardDelayTimer: [22, u64, 'report'],
  /** Until the next packet of the spanning tree may be sent, in hundredths of a second. */
  holdTimer: [23, u64, 'report'],
  /** True forgets the addresses learnt here; iproute2: `fdb_flush`. */
  flush: [24, iproute2(flag, 'fdb_flush')],
  /** Whether a multicast router is on this port: 'temp_query' where queries came from it, 'perm' always; iproute2: `mcast_router`. */
  multicastRouter: [25, iproute2(multicastRouter, 'mcast_router')],
  /** Whether frames for unknown groups are sent here; true unless given. */
  mcastFlood: [27, bool(u8)],
  /** Whether multicast is sent to each receiver by a frame of its own; iproute2: `mcast_to_unicast`. */
  mcastToUcast: [28, iproute2(bool(u8), 'mcast_to_unicast')],
  /** Whether VLANs of the port are mapped to tunnel ids (`bridge vlan add ... tunnel_info`). */
  vlanTunnel: [29, bool(u8)],
  /** Whether broadcasts are sent here; true unless given. */
  bcastFlood: [30, bool(u8)],
  /** Link-local groups that are forwarded, as the bridge's own mask. */
  groupFwdMask: [31, u16],
  /** Whether the bridge answers ARP and neighbour solicitations here instead of flooding them, where it knows the answer. */
  neighSuppress: [32, bool(u8)],
  /** Whether the port exchanges frames only with ports that are not isolated. */
  isolated: [33, bool(u8)],
  /** Port that takes over when this one loses its carrier; null for none; iproute2: `backup_port`, `nobackup_port`. */
  backupPort: [34, iproute2(linkRefOrNone, 'nobackup_port')],
  /** Whether this ring port of the media redundancy protocol (MRP) lost the other one's test packets. */
  mrpRingOpen: [35, bool(u8), 'report'],
  /** Whether this interconnect port of MRP lost them. */
  mrpInOpen: [36, bool(u8), 'report'],
  /** How many hosts are tracked for fast leaves of IGMPv3 and MLDv2, 512 unless given; iproute2: `mcast_eht_hosts_limit`. */
  mcastEhtHostsLimit: [37, u32],
  /** How many hosts are tracked. */
  mcastEhtHostsCnt: [38, u32, 'report'],
  /** Whether frames from unknown addresses are dropped (IEEE 802.1X). */
  locked: [39, bool(u8)],
  /** Whether a locked port notes the unknown addresses in the forwarding table (MAC authentication bypass). Since Linux 6.2. */
  mab: [40, bool(u8)],
  /** How many multicast groups the port is in; iproute2: `mcast_n_groups`. Since Linux 6.3. */
  mcastNGroups: [41, u32, 'report'],
  /** How many multicast groups it may be in, 0 for any number; iproute2: `mcast_max_groups`. Since Linux 6.3. */
  mcastMaxGroups: [42, u32],
  /** Whether `neighSuppress` is a setting of each VLAN; iproute2: `neigh_vlan_suppress`. Since Linux 6.4. */
  neighVlanSuppress: [43, bool(u8)],
  /** Next-hop object to which frames go when the port has lost its carrier, 0 for none; iproute2: `backup_nhid`. Since Linux 6.6. */
  backupNhid: [44, u32],
})

/** Properties that a port of a bridge can be given. */
export interface BridgePort extends Input<typeof port> {}
/** Properties of a port of a bridge, as listed. */
export interface BridgePortReport extends Value<typeof port> {}
