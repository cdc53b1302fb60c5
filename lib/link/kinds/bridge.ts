import { multicastRouter } from '../../protocol/enums/multicastrouter.ts'
import { vlanProtocol } from '../../protocol/enums/vlanprotocol.ts'
import { type BridgeQuerierState, querierState } from '../../protocol/querier.ts'
import { mac } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { bool, flag, limit, u8, u16, u32, u64 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import { type Input, type Public, typed, type Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { bridgeId } from '../bridgeid.ts'
import { port } from '../port.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'
import { maskedFlags } from './masked-flags.ts'

/** enum br_boolopt_id, one bit per number. */
const BR_BOOLOPT = {
  /** Disables learning of addresses from link-local frames; iproute2: `no_linklocal_learn`. */
  noLlLearn: 1 << 0,
  /** Enables multicast snooping per VLAN; iproute2: `mcast_vlan_snooping`. */
  mcastVlanSnooping: 1 << 1,
  /** Enables multiple spanning trees (MST), one per group of VLANs; iproute2: `mst_enabled`. Since Linux 5.18. */
  mstEnable: 1 << 2,
  /** Notifies when hardware rejects a multicast entry; iproute2: `mdb_offload_fail_notification`. Since Linux 6.15. */
  mdbOffloadFailNotification: 1 << 3,
  /** Keeps the bridge's own addresses on VLAN 0 only; iproute2: `fdb_local_vlan_0`. Since Linux 6.18. */
  fdbLocalVlan0: 1 << 4,
} as const

const booleans = maskedFlags(BR_BOOLOPT)

/** Options of a bridge that can be changed individually. */
export interface BridgeSwitches extends Value<typeof booleans>, Public {}
/** Options of a bridge to turn on or off; those not given are unchanged. */
export interface BridgeSwitchOptions extends Input<typeof booleans>, Public {}

/** A bridge: enum IFLA_BR_* of include/uapi/linux/if_link.h. All times are in hundredths of a second (USER_HZ), as in `ip`. */
const table = attrs('IFLA_BR', {
  /**
   * Time that a port spends in each of the spanning tree states listening and learning, in hundredths of a second; 1500 by default, 200 to
   * 3000 with the spanning tree enabled.
   */
  forwardDelay: [1, u32],
  /** Interval between hello packets of the spanning tree, in hundredths of a second; 200 by default, 100 to 1000. */
  helloTime: [2, u32],
  /** Time after which another bridge of the spanning tree is considered gone, in hundredths of a second; 2000 by default, 600 to 4000. */
  maxAge: [3, u32],
  /** How long a learned address is kept, in hundredths of a second; 30000 by default. */
  ageingTime: [4, u32],
  /** Spanning tree: 0 for off, 1 for the kernel's implementation, 2 for a user-space one; iproute2: `stp_state`, `stp`. */
  stpState: [5, iproute2(u32, 'stp')],
  /** Priority in the spanning tree, 32768 by default. The bridge with the lowest one becomes the root. */
  priority: [6, u16],
  /** Enables VLAN filtering: the bridge evaluates VLAN tags, and its ports belong to VLANs. Off by default. */
  vlanFiltering: [7, bool(u8)],
  /** VLAN protocol used for filtering; '802.1q' by default. */
  vlanProtocol: [8, vlanProtocol],
  /** Link-local groups that are forwarded, as a bit mask: bit 3 for 01:80:c2:00:00:03 and so on. */
  groupFwdMask: [9, u16],
  /** Root of the spanning tree, '8000.02:00:00:00:00:01': its priority in hexadecimal and its address. */
  rootId: [10, bridgeId, 'report'],
  /** Id of this bridge in the spanning tree, '8000.02:00:00:00:00:01': its priority in hexadecimal and its address. */
  bridgeId: [11, bridgeId, 'report'],
  /** Number of the port that leads to the root; 0 on the root itself. */
  rootPort: [12, u16, 'report'],
  /** Cost of the path to the root. */
  rootPathCost: [13, u32, 'report'],
  /** Whether a topology change of the spanning tree is in progress. */
  topologyChange: [14, bool(u8), 'report'],
  /** Whether this bridge itself has detected a topology change. */
  topologyChangeDetected: [15, bool(u8), 'report'],
  /** Time until the next hello packet, in hundredths of a second. */
  helloTimer: [16, u64, 'report'],
  /** Time until the next topology change notification, in hundredths of a second. */
  tcnTimer: [17, u64, 'report'],
  /** Time until the topology change ends, in hundredths of a second. */
  topologyChangeTimer: [18, u64, 'report'],
  /** Time until expired addresses are next removed, in hundredths of a second. */
  gcTimer: [19, u64, 'report'],
  /** Multicast address of the spanning tree, '01:80:c2:00:00:00' by default; iproute2: `group_address`. */
  groupAddr: [20, iproute2(mac, 'group_address')],
  /** True removes all learned addresses. */
  fdbFlush: [21, flag],
  /**
   * Whether the bridge itself is treated as a multicast router: 'temp_query' (the default) if it has seen queries, 'perm' always,
   * 'disabled' never.
   */
  mcastRouter: [22, multicastRouter],
  /** Enables IGMP and MLD snooping: multicast is sent only to ports that requested it. On by default. */
  mcastSnooping: [23, bool(u8)],
  /** Sends queries from the bridge's own address instead of 0.0.0.0. Off by default. */
  mcastQueryUseIfaddr: [24, bool(u8)],
  /** Enables the bridge's own multicast querier. Off by default. */
  mcastQuerier: [25, bool(u8)],
  /** Longest hash chain of the multicast table; always 16 since Linux 4.20. */
  mcastHashElasticity: [26, u32],
  /** Maximum number of entries in the multicast table, a power of 2; 4096 by default. */
  mcastHashMax: [27, u32],
  /** Queries sent after a leave message before the group is removed, 2 by default; iproute2: `mcast_last_member_count`. */
  mcastLastMemberCnt: [28, iproute2(u32, 'mcast_last_member_count')],
  /** Queries sent at startup, 2 by default; iproute2: `mcast_startup_query_count`. */
  mcastStartupQueryCnt: [29, iproute2(u32, 'mcast_startup_query_count')],
  /** Interval between queries after a leave message, in hundredths of a second, 100 by default; iproute2: `mcast_last_member_interval`. */
  mcastLastMemberIntvl: [30, iproute2(u64, 'mcast_last_member_interval')],
  /** Time without a report after which a group is removed, in hundredths of a second, 26000 by default; iproute2: `mcast_membership_interval`. */
  mcastMembershipIntvl: [31, iproute2(u64, 'mcast_membership_interval')],
  /**
   * Time without queries from another router after which the bridge sends its own, in hundredths of a second, 25500 by default; iproute2:
   * `mcast_querier_interval`.
   */
  mcastQuerierIntvl: [32, iproute2(u64, 'mcast_querier_interval')],
  /** Interval between general queries, in hundredths of a second, 12500 by default; iproute2: `mcast_query_interval`. */
  mcastQueryIntvl: [33, iproute2(u64, 'mcast_query_interval')],
  /** Time that hosts have to respond to a query, in hundredths of a second, 1000 by default; iproute2: `mcast_query_response_interval`. */
  mcastQueryResponseIntvl: [34, iproute2(u64, 'mcast_query_response_interval')],
  /**
   * Interval between queries at startup, in hundredths of a second; a quarter of 12500 by default, rounded by the kernel; iproute2:
   * `mcast_startup_query_interval`.
   */
  mcastStartupQueryIntvl: [35, iproute2(u64, 'mcast_startup_query_interval')],
  /** Passes bridged IPv4 packets through the IPv4 netfilter hooks (iptables, nftables). Requires the module br_netfilter. */
  nfCallIptables: [36, bool(u8)],
  /** Passes bridged IPv6 packets through the IPv6 netfilter hooks. Requires the module br_netfilter; iproute2: `nf_call_ip6tables`. */
  nfCallIp6tables: [37, bool(u8)],
  /** Passes bridged ARP packets through the ARP netfilter hooks (arptables, nftables family arp). Requires the module br_netfilter. */
  nfCallArptables: [38, bool(u8)],
  /** VLAN of untagged frames on new ports, 1 by default; 0 for none. */
  vlanDefaultPvid: [39, limit(u16, 0, 4094)],
  /** Enables packet counters per VLAN. */
  vlanStatsEnabled: [41, bool(u8)],
  /** Enables counters of IGMP and MLD packets. */
  mcastStatsEnabled: [42, bool(u8)],
  /** IGMP version, 2 (the default) or 3. */
  mcastIgmpVersion: [43, u8],
  /** MLD version, 1 (the default) or 2. */
  mcastMldVersion: [44, u8],
  /** Enables packet counters per VLAN and port; it can be changed only while no port has VLANs. */
  vlanStatsPerPort: [45, bool(u8)],
  /** Options that can be changed individually; iproute2: `no_linklocal_learn`, `mcast_vlan_snooping`, `mst_enabled`, each an option of its own. */
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
  /** Multicast queriers that the bridge knows. */
  mcastQuerierState: [47, typed<BridgeQuerierState>(querierState), 'report'],
  /** Number of learned addresses; iproute2: `fdb_n_learned`. Since Linux 6.7. */
  fdbNLearned: [48, u32, 'report'],
  /** Maximum number of learned addresses, 0 for no limit; iproute2: `fdb_max_learned`. Since Linux 6.7. */
  fdbMaxLearned: [49, u32],
  /**
   * Which spanning tree `stpState` turns on: 'auto' (the default) that of the program bridge-stp if there is one, else the kernel's; 'user' or
   * 'kernel' that one. It can be changed only while the spanning tree is off. Newer than Linux 6.18; older kernels ignore it; iproute2: `stp_mode`.
   */
  stpMode: [50, names(u32, { auto: 0, user: 1, kernel: 2 }, 'BR_STP_MODE')],
})

/** Properties that can be set on a bridge. */
export interface BridgeData extends Input<typeof table>, Public {}
/** Properties of a bridge, as listed. */
export interface BridgeReport extends Value<typeof table>, Public {}

/**
 * The data for a new bridge, without the flags that are off by default: kernels without VLAN filtering
 * report these as off, but refuse to set them.
 */
function ofNewBridge(data: object): object {
  if (data instanceof Uint8Array || Array.isArray(data)) return data
  const { vlanFiltering, multiBoolopt, ...rest } = data as BridgeData
  return {
    ...rest,
    ...(vlanFiltering === false ? {} : { vlanFiltering }),
    multiBoolopt: isPlain(multiBoolopt) ? onesThatAreOn(multiBoolopt) : multiBoolopt,
  }
}

/** Anything but a plain object is left for the table to reject. */
function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function onesThatAreOn(bits: NonNullable<BridgeData['multiBoolopt']>): BridgeData['multiBoolopt'] {
  const on = Object.entries(bits).filter(([, state]) => state !== false)
  return on.length === 0 ? undefined : Object.fromEntries(on)
}

/**
 * Creates a bridge (`ip link add type bridge`).
 *
 * ```ts
 * await createBridge({ name: 'br0', up: true, data: { vlanFiltering: true } })
 * ```
 */
export const createBridge = creator<'bridge', DataOptions<BridgeData>>('createBridge', 'bridge')

const kind: Kind<BridgeReport, BridgeData> = { table, lower: 'none', port, ofNew: ofNewBridge }
export default kind
