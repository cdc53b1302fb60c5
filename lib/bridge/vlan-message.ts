import { vlanInfo } from '../protocol/bridge.ts'
import { multicastRouter } from '../protocol/enums/multicastrouter.ts'
import { portState } from '../protocol/enums/portstate.ts'
import { type BridgeQuerierState, querierState } from '../protocol/querier.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { AnyMessage } from '../transport/message.ts'
import { attrs } from '../wire/attrs.ts'
import { family } from '../wire/family.ts'
import { HEADER, typeAt } from '../wire/header.ts'
import { bool, u8, u16, u32, u64 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { message } from '../wire/message.ts'
import { flags } from '../wire/names.ts'
import { oneLink } from '../wire/reference.ts'
import { repeated } from '../wire/repeated.ts'
import { struct } from '../wire/struct.ts'
import { typed } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { routerPort } from './router-port.ts'

/** Tunnel of a VLAN: BRIDGE_VLANDB_TINFO_* of include/uapi/linux/if_bridge.h. */
const tunnelInfo = attrs('BRIDGE_VLANDB_TINFO', {
  /** Tunnel id, such as a VXLAN network identifier; that of the first VLAN of a range. */
  id: [1, u32],
  /** RTM_SETLINK maps the VLAN to the tunnel id, RTM_DELLINK removes the mapping. */
  cmd: [2, u32],
})

/** Counters of a VLAN: BRIDGE_VLANDB_STATS_*. */
export const vlanStats = attrs('BRIDGE_VLANDB_STATS', {
  /** Bytes received. */
  rxBytes: [1, u64],
  /** Frames received. */
  rxPackets: [2, u64],
  /** Bytes sent. */
  txBytes: [3, u64],
  /** Frames sent. */
  txPackets: [4, u64],
})

/** A VLAN of a port, or a range of VLANs with equal options: BRIDGE_VLANDB_ENTRY_*. */
export const vlanEntry = attrs('BRIDGE_VLANDB_ENTRY', {
  /** Flags and identifier of the VLAN, or of the first one of a range. */
  info: [1, vlanInfo],
  /** The last VLAN of a range. */
  range: [2, u16],
  /** State of the port for this VLAN, 'forwarding' by default; EBUSY if the kernel determines it: by its spanning tree, or by MST. */
  state: [3, portState],
  /** Tunnel that the VLAN is mapped to. */
  tunnelInfo: [4, tunnelInfo],
  /** Counters; the bridge needs `vlanStatsEnabled`, and `vlanStatsPerPort` for those of a port. */
  stats: [5, vlanStats, 'report'],
  /**
   * Whether a multicast router is on this port in this VLAN: 'temp_query' (the default) if queries were received, 'perm' always, 'disabled'
   * never; iproute2: `mcast_router`.
   */
  mcastRouter: [6, multicastRouter],
  /** Number of multicast groups of the port in this VLAN. Since Linux 6.3. */
  mcastNGroups: [7, u32, 'report'],
  /** Maximum number of multicast groups of the port in this VLAN, 0 for no limit; the bridge needs `mcastVlanSnooping`. Since Linux 6.3. */
  mcastMaxGroups: [8, u32],
  /** Answers ARP requests and neighbour solicitations of this VLAN if the answer is known; the port needs `neighVlanSuppress`. Since Linux 6.4. */
  neighSuppress: [9, bool(u8)],
})

/** Options of a VLAN of the whole bridge: BRIDGE_VLANDB_GOPTS_*. Intervals are hundredths of a second. */
export const vlanGlobal = attrs('BRIDGE_VLANDB_GOPTS', {
  /** Identifier of the VLAN, or of the first one of a range. */
  id: [1, u16],
  /** The last VLAN of a range. */
  range: [2, u16],
  /** Enables IGMP and MLD snooping in this VLAN, on by default; the bridge needs `mcastVlanSnooping`. */
  mcastSnooping: [3, bool(u8)],
  /** IGMP version, 2 (the default) or 3. */
  mcastIgmpVersion: [4, u8],
  /** MLD version, 1 (the default) or 2. */
  mcastMldVersion: [5, u8],
  /** Queries sent after a leave message before the group is removed, 2 by default; iproute2: `mcast_last_member_count`. */
  mcastLastMemberCnt: [6, iproute2(u32, 'mcast_last_member_count')],
  /** Queries sent at startup, 2 by default; iproute2: `mcast_startup_query_count`. */
  mcastStartupQueryCnt: [7, iproute2(u32, 'mcast_startup_query_count')],
  /** Interval between queries after a leave message, in hundredths of a second, 100 by default; iproute2: `mcast_last_member_interval`. */
  mcastLastMemberIntvl: [8, iproute2(u64, 'mcast_last_member_interval')],
  /** Time without a report after which a group is removed, in hundredths of a second, 26000 by default; iproute2: `mcast_membership_interval`. */
  mcastMembershipIntvl: [10, iproute2(u64, 'mcast_membership_interval')],
  /**
   * Time without queries from another router after which the bridge sends its own, in hundredths of a second, 25500 by default; iproute2:
   * `mcast_querier_interval`.
   */
  mcastQuerierIntvl: [11, iproute2(u64, 'mcast_querier_interval')],
  /** Interval between general queries, in hundredths of a second, 12500 by default; iproute2: `mcast_query_interval`. */
  mcastQueryIntvl: [12, iproute2(u64, 'mcast_query_interval')],
  /** Time that hosts have to respond to a query, in hundredths of a second, 1000 by default; iproute2: `mcast_query_response_interval`. */
  mcastQueryResponseIntvl: [13, iproute2(u64, 'mcast_query_response_interval')],
  /** Interval between queries at startup, in hundredths of a second; iproute2: `mcast_startup_query_interval`. */
  mcastStartupQueryIntvl: [14, iproute2(u64, 'mcast_startup_query_interval')],
  /** Enables the bridge's own multicast querier in this VLAN. Off by default. */
  mcastQuerier: [15, bool(u8)],
  /** Ports with multicast routers in this VLAN. */
  mcastRouterPorts: [16, list(2, list(1, routerPort)), 'report'],
  /** Multicast queriers that the bridge knows in this VLAN. */
  mcastQuerierState: [17, typed<BridgeQuerierState>(querierState), 'report'],
  /** Spanning tree (MST) that the VLAN belongs to, 0 (the default) to 4094. Since Linux 5.18. */
  msti: [18, u16],
})

const header = struct(
  {
    family,
    _reserved1: u8,
    _reserved2: u16,
    /** The port, or the bridge itself; iproute2: `dev`. */
    link: iproute2(oneLink, 'dev'),
  },
  'br_vlan_msg',
)

/** The message of VLANs of one port: struct br_vlan_msg and BRIDGE_VLANDB_* of include/uapi/linux/if_bridge.h. */
export const vlanMessage = message('BRIDGE_VLANDB', header, {
  entry: [1, repeated('entry', vlanEntry)],
  globalOptions: [2, repeated('globalOptions', vlanGlobal)],
})

/** The request of a dump, whose attributes have numbers of their own. */
export const vlanDump = message('BRIDGE_VLANDB_DUMP', header, {
  /** 'stats' reports each VLAN separately, with its counters; 'global' reports the options of whole bridges. */
  flags: [1, flags(u32, { stats: 1, global: 2 }, 'BRIDGE_VLANDB_DUMPF')],
})

const GETVLAN = rtnetlink.type('GETVLAN')

/** A dump: its request and the replies have different tables. */
export const vlanListing: AnyMessage = {
  header: vlanMessage.header,
  headerSize: vlanMessage.headerSize,
  compose: vlanDump.compose,
  read: (bytes, at, length) =>
    (typeAt(bytes, at - HEADER) === GETVLAN ? vlanDump : vlanMessage).read(bytes, at, length),
  locate: (bytes, at, length, offset, siblings) => vlanDump.locate?.(bytes, at, length, offset, siblings),
  name: (number, siblings) => vlanDump.name?.(number, siblings),
}
