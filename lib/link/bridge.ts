import { vlanProtocol } from '../protocol/enums/vlanprotocol.ts'
import { ip4, ip6, mac } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { bool, flag, limit, u8, u16, u32, u64 } from '../wire/integers.ts'
import { names } from '../wire/names.ts'
import type { Input, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { bridgeId } from './bridgeid.ts'
import { switches } from './switches.ts'

/** MDB_RTR_TYPE_*: who is taken for a multicast router; `temp_query` are those who ask. */
export const multicastRouter = names(u8, { disabled: 0, temp_query: 1, perm: 2, temp: 3 }, 'MDB_RTR_TYPE')

/** The others who ask for multicast groups: enum BRIDGE_QUERIER_* of include/uapi/linux/if_bridge.h. */
const querierState = attrs('BRIDGE_QUERIER', {
  ipAddress: [1, ip4],
  /** Index of the port. */
  ipPort: [2, u32],
  /** Until it is taken for gone, in hundredths of a second. */
  ipOtherTimer: [3, u64],
  ipv6Address: [5, ip6],
  ipv6Port: [6, u32],
  ipv6OtherTimer: [7, u64],
})

/** enum br_boolopt_id, as the bit of each number. */
export const BR_BOOLOPT = {
  /** Do not learn from link-local frames; iproute2: `no_linklocal_learn`. */
  noLlLearn: 1 << 0,
  mcastVlanSnooping: 1 << 1,
  /** Spanning trees for groups of VLANs; iproute2: `mst_enabled`. Since Linux 5.18. */
  mstEnable: 1 << 2,
  /** Since Linux 6.15. */
  mdbOffloadFailNotification: 1 << 3,
  /** Keep own addresses on VLAN 0 alone. Since Linux 6.18. */
  fdbLocalVlan0: 1 << 4,
} as const

/**
 * A bridge: enum IFLA_BR_* of include/uapi/linux/if_link.h. Every time is in hundredths of a second (USER_HZ), as `ip` has it.
 */
export const bridge = attrs('IFLA_BR', {
  forwardDelay: [1, u32],
  helloTime: [2, u32],
  maxAge: [3, u32],
  /** How long a learnt address is kept. */
  ageingTime: [4, u32],
  /** Spanning tree: 0 off, 1 the kernel's, 2 a program's. */
  stpState: [5, iproute2(u32, 'stp')],
  /** Of the spanning tree: the lowest becomes its root. */
  priority: [6, u16],
  vlanFiltering: [7, bool(u8)],
  vlanProtocol: [8, vlanProtocol],
  /** Link-local groups that are forwarded: bit 3 for 01:80:c2:00:00:03, and so on. */
  groupFwdMask: [9, u16],
  rootId: [10, bridgeId, 'report'],
  bridgeId: [11, bridgeId, 'report'],
  rootPort: [12, u16, 'report'],
  rootPathCost: [13, u32, 'report'],
  topologyChange: [14, bool(u8), 'report'],
  topologyChangeDetected: [15, bool(u8), 'report'],
  helloTimer: [16, u64, 'report'],
  tcnTimer: [17, u64, 'report'],
  topologyChangeTimer: [18, u64, 'report'],
  gcTimer: [19, u64, 'report'],
  /** Address to which the spanning tree speaks; iproute2: `group_address`. */
  groupAddr: [20, iproute2(mac, 'group_address')],
  /** True forgets every learnt address. */
  fdbFlush: [21, flag],
  mcastRouter: [22, multicastRouter],
  mcastSnooping: [23, bool(u8)],
  mcastQueryUseIfaddr: [24, bool(u8)],
  mcastQuerier: [25, bool(u8)],
  /** Always 16 since Linux 4.20. */
  mcastHashElasticity: [26, u32],
  mcastHashMax: [27, u32],
  /** iproute2: `mcast_last_member_count`, `mcast_startup_query_count`. */
  mcastLastMemberCnt: [28, iproute2(u32, 'mcast_last_member_count')],
  mcastStartupQueryCnt: [29, iproute2(u32, 'mcast_startup_query_count')],
  /** iproute2: these intervals end in `_interval`. */
  mcastLastMemberIntvl: [30, iproute2(u64, 'mcast_last_member_interval')],
  mcastMembershipIntvl: [31, iproute2(u64, 'mcast_membership_interval')],
  mcastQuerierIntvl: [32, iproute2(u64, 'mcast_querier_interval')],
  mcastQueryIntvl: [33, iproute2(u64, 'mcast_query_interval')],
  mcastQueryResponseIntvl: [34, iproute2(u64, 'mcast_query_response_interval')],
  mcastStartupQueryIntvl: [35, iproute2(u64, 'mcast_startup_query_interval')],
  /** Whether bridged packets pass the tables of iptables and its kin. */
  nfCallIptables: [36, bool(u8)],
  nfCallIp6tables: [37, bool(u8)],
  nfCallArptables: [38, bool(u8)],
  /** VLAN of frames without a tag on new ports, 0 for none. */
  vlanDefaultPvid: [39, limit(u16, 0, 4094)],
  vlanStatsEnabled: [41, bool(u8)],
  mcastStatsEnabled: [42, bool(u8)],
  mcastIgmpVersion: [43, u8],
  mcastMldVersion: [44, u8],
  vlanStatsPerPort: [45, bool(u8)],
  /** Options that are changed one by one. */
  multiBoolopt: [46, iproute2(switches(BR_BOOLOPT), 'no_linklocal_learn', 'mcast_vlan_snooping', 'mst_enabled')],
  mcastQuerierState: [47, querierState, 'report'],
  /** How many addresses were learnt. Since Linux 6.7. */
  fdbNLearned: [48, u32, 'report'],
  /** How many may be learnt, 0 for any number. Since Linux 6.7. */
  fdbMaxLearned: [49, u32],
})

/** What a bridge can be told. */
export interface BridgeData extends Input<typeof bridge> {}
/** What a bridge tells of itself. */
export interface BridgeReport extends Value<typeof bridge> {}

/**
 * The data of a bridge that is to be made, without the switches that are off by nature: kernels that have no VLAN filtering
 * report these as off and refuse to be told the same.
 */
export function ofNewBridge(data: object): object {
  if (data instanceof Uint8Array || Array.isArray(data)) return data
  const { vlanFiltering, multiBoolopt, ...rest } = data as BridgeData
  const on = Object.entries(multiBoolopt ?? {}).filter(([, state]) => state !== false)
  return {
    ...rest,
    ...(vlanFiltering === false ? {} : { vlanFiltering }),
    ...(on.length === 0 ? {} : { multiBoolopt: Object.fromEntries(on) }),
  }
}
