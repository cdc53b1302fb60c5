import { vlanProtocol } from '../../protocol/enums/vlanprotocol.ts'
import { ip4, ip6, mac } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { bool, flag, limit, u8, u16, u32, u64 } from '../../wire/integers.ts'
import { type Input, typed, type Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { bridgeId } from '../bridgeid.ts'
import { multicastRouter } from '../multicast-router.ts'
import { port } from '../port.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'
import { maskedFlags } from './masked-flags.ts'

/** MDB_RTR_TYPE_*: who is taken for a multicast router; `temp_query` are those who ask. */

/** The other querier of multicast groups that was elected: enum BRIDGE_QUERIER_* of include/uapi/linux/if_bridge.h. */
const querierState = attrs('BRIDGE_QUERIER', {
  /** IPv4 address of the querier (IGMP). */
  ipAddress: [1, ip4],
  /** Index of the port by which it is reached; absent where the bridge itself is the querier. */
  ipPort: [2, u32],
  /** Hundredths of a second until it is taken for gone. */
  ipOtherTimer: [3, u64],
  /** IPv6 address of the querier (MLD). */
  ipv6Address: [5, ip6],
  /** Index of the port by which that is reached; absent where the bridge itself is the querier. */
  ipv6Port: [6, u32],
  /** Hundredths of a second until that is taken for gone. */
  ipv6OtherTimer: [7, u64],
})

/** The queriers of multicast groups (IGMP, MLD) that a bridge knows. */
export interface BridgeQuerierState extends Value<typeof querierState> {}

/** enum br_boolopt_id, as the bit of each number. */
const BR_BOOLOPT = {
  /** Whether addresses are not learnt from link-local frames; iproute2: `no_linklocal_learn`. */
  noLlLearn: 1 << 0,
  /** Whether multicast snooping is done for each VLAN apart; iproute2: `mcast_vlan_snooping`. */
  mcastVlanSnooping: 1 << 1,
  /** Whether groups of VLANs have spanning trees of their own (MST); iproute2: `mst_enabled`. Since Linux 5.18. */
  mstEnable: 1 << 2,
  /** Whether a multicast entry that hardware refused is notified; iproute2: `mdb_offload_fail_notification`. Since Linux 6.15. */
  mdbOffloadFailNotification: 1 << 3,
  /** Whether own addresses are kept on VLAN 0 alone; iproute2: `fdb_local_vlan_0`. Since Linux 6.18. */
  fdbLocalVlan0: 1 << 4,
} as const

const booleans = maskedFlags(BR_BOOLOPT)

/** Options of a bridge that are changed one by one. */
export interface BridgeSwitches extends Value<typeof booleans> {}
/** Options of a bridge to turn on or off; those that are not given stay. */
export interface BridgeSwitchOptions extends Input<typeof booleans> {}

/**
 * A bridge: enum IFLA_BR_* of include/uapi/linux/if_link.h. Every time is in hundredths of a second (USER_HZ), as `ip` has it.
 */
const table = attrs('IFLA_BR', {
  /** Time that a port spends listening, and again learning, before it forwards, with a spanning tree; hundredths of a second, 200 to 3000. */
  forwardDelay: [1, u32],
  /** Time between the spanning tree's hello packets; hundredths of a second, 100 to 1000. */
  helloTime: [2, u32],
  /** Time after which another bridge of the spanning tree is taken for gone; hundredths of a second, 600 to 4000. */
  maxAge: [3, u32],
  /** How long a learnt address is kept; hundredths of a second, 30000 unless given. */
  ageingTime: [4, u32],
  /** Spanning tree: 0 off, 1 the kernel's, 2 a program's; iproute2: `stp_state`, `stp`. */
  stpState: [5, iproute2(u32, 'stp')],
  /** Priority in the spanning tree, 32768 unless given: the lowest becomes its root. */
  priority: [6, u16],
  /** Whether the bridge looks at VLAN tags, and ports have VLANs. */
  vlanFiltering: [7, bool(u8)],
  /** Protocol of the tags that it filters by, '802.1q' unless given. */
  vlanProtocol: [8, vlanProtocol],
  /** Link-local groups that are forwarded: bit 3 for 01:80:c2:00:00:03, and so on. */
  groupFwdMask: [9, u16],
  /** Root of the spanning tree, '8000.02:00:00:00:00:01': its priority in hexadecimal digits and its address. */
  rootId: [10, bridgeId, 'report'],
  /** This bridge in the spanning tree, likewise. */
  bridgeId: [11, bridgeId, 'report'],
  /** Number of the port that leads to the root, 0 on the root itself. */
  rootPort: [12, u16, 'report'],
  /** Cost of the path to the root. */
  rootPathCost: [13, u32, 'report'],
  /** Whether the spanning tree is changing. */
  topologyChange: [14, bool(u8), 'report'],
  /** Whether this bridge has noticed such a change itself. */
  topologyChangeDetected: [15, bool(u8), 'report'],
  /** Until the next hello packet, in hundredths of a second. */
  helloTimer: [16, u64, 'report'],
  /** Until the next notification of a topology change, in hundredths of a second. */
  tcnTimer: [17, u64, 'report'],
  /** Until a topology change is over, in hundredths of a second. */
  topologyChangeTimer: [18, u64, 'report'],
  /** Until old addresses are removed next, in hundredths of a second. */
  gcTimer: [19, u64, 'report'],
  /** Multicast address of the spanning tree, '01:80:c2:00:00:00'; iproute2: `group_address`. */
  groupAddr: [20, iproute2(mac, 'group_address')],
  /** True forgets every learnt address. */
  fdbFlush: [21, flag],
  /** Whether the bridge itself counts as a multicast router: 'temp_query' where it saw queries, 'perm' always. */
  mcastRouter: [22, multicastRouter],
  /** Whether multicast goes only to ports that asked for it (IGMP and MLD snooping). */
  mcastSnooping: [23, bool(u8)],
  /** Whether queries have the bridge's own address as source, instead of 0.0.0.0. */
  mcastQueryUseIfaddr: [24, bool(u8)],
  /** Whether the bridge sends multicast queries. */
  mcastQuerier: [25, bool(u8)],
  /** Longest chain of the multicast table; always 16 since Linux 4.20. */
  mcastHashElasticity: [26, u32],
  /** How many entries the multicast table may have, a power of 2. */
  mcastHashMax: [27, u32],
  /** Queries sent after a leave message before the group is given up, 2 unless given; iproute2: `mcast_last_member_count`. */
  mcastLastMemberCnt: [28, iproute2(u32, 'mcast_last_member_count')],
  /** Queries sent at the start, 2 unless given; iproute2: `mcast_startup_query_count`. */
  mcastStartupQueryCnt: [29, iproute2(u32, 'mcast_startup_query_count')],
  /** Time between queries after a leave message; hundredths of a second; iproute2: `mcast_last_member_interval`. */
  mcastLastMemberIntvl: [30, iproute2(u64, 'mcast_last_member_interval')],
  /** Time without a report after which a group is left; hundredths of a second; iproute2: `mcast_membership_interval`. */
  mcastMembershipIntvl: [31, iproute2(u64, 'mcast_membership_interval')],
  /** Time without queries of another router after which the bridge sends its own; hundredths of a second; iproute2: `mcast_querier_interval`. */
  mcastQuerierIntvl: [32, iproute2(u64, 'mcast_querier_interval')],
  /** Time between queries; hundredths of a second; iproute2: `mcast_query_interval`. */
  mcastQueryIntvl: [33, iproute2(u64, 'mcast_query_interval')],
  /** Time that hosts have to answer a query; hundredths of a second; iproute2: `mcast_query_response_interval`. */
  mcastQueryResponseIntvl: [34, iproute2(u64, 'mcast_query_response_interval')],
  /** Time between the queries at the start; hundredths of a second; iproute2: `mcast_startup_query_interval`. */
  mcastStartupQueryIntvl: [35, iproute2(u64, 'mcast_startup_query_interval')],
  /** Whether bridged IPv4 packets pass the host's netfilter hooks (iptables, nftables); needs the module br_netfilter. */
  nfCallIptables: [36, bool(u8)],
  /** Whether bridged IPv6 packets pass them; iproute2: `nf_call_ip6tables`. */
  nfCallIp6tables: [37, bool(u8)],
  /** Whether bridged ARP packets pass them. */
  nfCallArptables: [38, bool(u8)],
  /** VLAN of frames without a tag on new ports, 1 unless given, 0 for none. */
  vlanDefaultPvid: [39, limit(u16, 0, 4094)],
  /** Whether packets are counted for each VLAN. */
  vlanStatsEnabled: [41, bool(u8)],
  /** Whether IGMP and MLD packets are counted. */
  mcastStatsEnabled: [42, bool(u8)],
  /** Version of IGMP to speak, 2 or 3. */
  mcastIgmpVersion: [43, u8],
  /** Version of MLD to speak, 1 or 2. */
  mcastMldVersion: [44, u8],
  /** Whether packets are counted for each VLAN of each port; to be changed while no port has VLANs. */
  vlanStatsPerPort: [45, bool(u8)],
  /** Options that are changed one by one; iproute2: `no_linklocal_learn`, `mcast_vlan_snooping`, `mst_enabled`, each an option of its own. */
  multiBoolopt: [
    46,
    iproute2(
      typed<BridgeSwitches, BridgeSwitchOptions>(booleans),
      'no_linklocal_learn',
      'mcast_vlan_snooping',
      'mst_enabled',
      'mdb_offload_fail_notification',
      'fdb_local_vlan_0',
    ),
  ],
  /** The queriers of multicast groups that it knows. */
  mcastQuerierState: [47, typed<BridgeQuerierState>(querierState), 'report'],
  /** How many addresses were learnt; iproute2: `fdb_n_learned`. Since Linux 6.7. */
  fdbNLearned: [48, u32, 'report'],
  /** How many addresses may be learnt, 0 for any number; iproute2: `fdb_max_learned`. Since Linux 6.7. */
  fdbMaxLearned: [49, u32],
})

/** Properties that a bridge can be given. */
export interface BridgeData extends Input<typeof table> {}
/** Properties of a bridge, as listed. */
export interface BridgeReport extends Value<typeof table> {}

/**
 * The data for a new bridge, without the flags that are off by default: kernels without VLAN filtering
 * report these as off, but refuse to set them.
 */
function ofNewBridge(data: object): object {
  if (data instanceof Uint8Array || Array.isArray(data)) return data
  const { vlanFiltering, multiBoolopt, ...rest } = data as BridgeData
  const on = Object.entries(multiBoolopt ?? {}).filter(([, state]) => state !== false)
  return {
    ...rest,
    ...(vlanFiltering === false ? {} : { vlanFiltering }),
    ...(on.length === 0 ? {} : { multiBoolopt: Object.fromEntries(on) }),
  }
}

/**
 * Makes a bridge (`ip link add type bridge`).
 *
 * ```ts
 * await createBridge({ name: 'br0', up: true, data: { vlanFiltering: true } })
 * ```
 */
export const createBridge = creator<'bridge', DataOptions<BridgeData>>('createBridge', 'bridge')

const kind: Kind<BridgeReport, BridgeData> = { table, lower: 'none', port, ofNew: ofNewBridge }
export default kind
