import { multicastRouter } from '../protocol/enums/multicastrouter.ts'
import { portState } from '../protocol/enums/portstate.ts'
import { attrs } from '../wire/attrs.ts'
import { bool, flag, limit, u8, u16, u32, u64 } from '../wire/integers.ts'
import { linkRefOrNone } from '../wire/reference.ts'
import type { Input, Public, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { bridgeId } from './bridgeid.ts'

/** A port of a bridge: enum IFLA_BRPORT_* of include/uapi/linux/if_link.h. Timers are in hundredths of a second. */
export const port = attrs('IFLA_BRPORT', {
  /** State in the spanning tree; without a spanning tree, a working port is 'forwarding'. */
  state: [1, portState],
  /** Priority in the spanning tree, 0 to 63, 32 by default; a lower value is preferred. */
  priority: [2, limit(u16, 0, 63)],
  /** Path cost of the port in the spanning tree, 1 to 65535; by default, the kernel derives it from the speed of the link. */
  cost: [3, limit(u32, 1, 65535)],
  /** Allows a frame to leave by the port that received it; off by default; iproute2: `hairpin`. */
  mode: [4, iproute2(bool(u8), 'hairpin')],
  /** Disables the port when it receives a spanning tree packet (BPDU); iproute2: `guard`, `bpdu_guard`. */
  guard: [5, iproute2(bool(u8), 'bpdu_guard')],
  /** Prevents the port from becoming the root port of the spanning tree; iproute2: `root_block`. */
  protect: [6, iproute2(bool(u8), 'root_block')],
  /** Leaves a multicast group at the first leave message; iproute2: `mcast_fast_leave`, `fastleave`. */
  fastLeave: [7, iproute2(bool(u8), 'mcast_fast_leave')],
  /** Learns source addresses; on by default. */
  learning: [8, bool(u8)],
  /** Floods frames for unknown addresses to this port; on by default; iproute2: `flood`. */
  unicastFlood: [9, iproute2(bool(u8), 'flood')],
  /** The bridge answers ARP requests from this port for neighbours that it knows; iproute2: `proxy_arp`. */
  proxyarp: [10, bool(u8)],
  /** Adds addresses that the device learned to the bridge's forwarding table. */
  learningSync: [11, bool(u8)],
  /** As `proxyarp`, also for neighbours on other ports with this setting (IEEE 802.11, Hotspot 2.0); iproute2: `proxy_arp_wifi`. */
  proxyarpWifi: [12, bool(u8)],
  /** Root of the spanning tree as the port knows it, '8000.02:00:00:00:00:01'; iproute2: `designated_root`. */
  rootId: [13, bridgeId, 'report'],
  /** Bridge through which the port's segment reaches the root, '8000.02:00:00:00:00:01'; iproute2: `designated_bridge`. */
  bridgeId: [14, bridgeId, 'report'],
  /** Port of the designated bridge on this segment. */
  designatedPort: [15, u16, 'report'],
  /** Path cost from the designated bridge to the root. */
  designatedCost: [16, u16, 'report'],
  /** Priority and number of the port in the spanning tree, in one number; iproute2: `port_id`. */
  id: [17, u16, 'report'],
  /** Number of the port in its bridge; iproute2: `port_no`. */
  no: [18, u16, 'report'],
  /** Whether a topology change notification is to be acknowledged. */
  topologyChangeAck: [19, bool(u8), 'report'],
  /** Whether a BPDU waits for the hold timer. */
  configPending: [20, bool(u8), 'report'],
  /** Time until the information about the root expires, in hundredths of a second. */
  messageAgeTimer: [21, u64, 'report'],
  /** Time until the next state of the port, in hundredths of a second. */
  forwardDelayTimer: [22, u64, 'report'],
  /** Time until the next BPDU may be sent, in hundredths of a second. */
  holdTimer: [23, u64, 'report'],
  /** True removes the addresses learned on this port; iproute2: `fdb_flush`. */
  flush: [24, iproute2(flag, 'fdb_flush')],
  /**
   * Whether a multicast router is on this port: 'temp_query' (the default) if queries were received, 'perm' always, 'disabled' never;
   * iproute2: `mcast_router`.
   */
  multicastRouter: [25, iproute2(multicastRouter, 'mcast_router')],
  /** Floods frames for unknown multicast groups to this port; on by default. */
  mcastFlood: [27, bool(u8)],
  /** Sends multicast to each receiver in a unicast frame; iproute2: `mcast_to_unicast`. */
  mcastToUcast: [28, iproute2(bool(u8), 'mcast_to_unicast')],
  /** Maps VLANs of the port to tunnel ids (`bridge vlan add ... tunnel_info`). */
  vlanTunnel: [29, bool(u8)],
  /** Floods broadcasts to this port; on by default. */
  bcastFlood: [30, bool(u8)],
  /** Link-local groups that are forwarded, as a bit mask: bit 3 for 01:80:c2:00:00:03 and so on. */
  groupFwdMask: [31, u16],
  /** Answers ARP requests and neighbour solicitations on this port instead of flooding them, if the answer is known. */
  neighSuppress: [32, bool(u8)],
  /** Whether the port exchanges frames only with ports that are not isolated. */
  isolated: [33, bool(u8)],
  /** Port that takes over when this one loses its carrier; null for none; iproute2: `backup_port`, `nobackup_port`. */
  backupPort: [34, iproute2(linkRefOrNone, 'nobackup_port')],
  /** Whether this ring port of the Media Redundancy Protocol (MRP) has lost test packets. */
  mrpRingOpen: [35, bool(u8), 'report'],
  /** Whether this interconnect port of the Media Redundancy Protocol (MRP) has lost test packets. */
  mrpInOpen: [36, bool(u8), 'report'],
  /** Maximum number of hosts tracked for fast leaves of IGMPv3 and MLDv2, 512 by default; iproute2: `mcast_eht_hosts_limit`. */
  mcastEhtHostsLimit: [37, u32],
  /** Number of hosts tracked for fast leaves of IGMPv3 and MLDv2. */
  mcastEhtHostsCnt: [38, u32, 'report'],
  /** Drops frames from unknown addresses (IEEE 802.1X). */
  locked: [39, bool(u8)],
  /** Adds unknown addresses to the forwarding table on a locked port (MAC authentication bypass). Since Linux 6.2. */
  mab: [40, bool(u8)],
  /** Number of multicast groups of the port; iproute2: `mcast_n_groups`. Since Linux 6.3. */
  mcastNGroups: [41, u32, 'report'],
  /** Maximum number of multicast groups of the port, 0 for no limit; iproute2: `mcast_max_groups`. Since Linux 6.3. */
  mcastMaxGroups: [42, u32],
  /** Makes `neighSuppress` a setting of each VLAN; iproute2: `neigh_vlan_suppress`. Since Linux 6.4. */
  neighVlanSuppress: [43, bool(u8)],
  /** Next-hop object that receives the frames when the port has lost its carrier, 0 for none; iproute2: `backup_nhid`. Since Linux 6.6. */
  backupNhid: [44, u32],
  /** Forwards gratuitous ARP and unsolicited neighbour advertisements although `neighSuppress` is on. Newer than Linux 6.18; older kernels ignore it. */
  neighForwardGrat: [45, bool(u8)],
})

/** Properties that can be set on a bridge port. */
export interface BridgePort extends Input<typeof port>, Public {}
/** Properties of a bridge port, as listed. */
export interface BridgePortReport extends Value<typeof port>, Public {}
