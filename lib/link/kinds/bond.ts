import { ip4, ip6, mac } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { bool, limit, u8, u16, u32 } from '../../wire/integers.ts'
import { counted } from '../../wire/list.ts'
import { names } from '../../wire/names.ts'
import { linkRefOrNone } from '../../wire/reference.ts'
import { type Input, type Public, typed, type Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { ofNewBond } from './bond-defaults.ts'
import { bondPort } from './bond-port.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** BOND_MODE_* of include/uapi/linux/if_bonding.h, as `ip` calls them. */
const mode = names(u8, {
  'balance-rr': 0,
  'active-backup': 1,
  'balance-xor': 2,
  broadcast: 3,
  '802.3ad': 4,
  'balance-tlb': 5,
  'balance-alb': 6,
})

/** BOND_XMIT_POLICY_*, as `ip` calls them. */
const xmitHashPolicy = names(u8, {
  layer2: 0,
  'layer3+4': 1,
  'layer2+3': 2,
  'encap2+3': 3,
  'encap3+4': 4,
  'vlan+srcmac': 5,
})

/** arp_validate of Documentation/networking/bonding.rst. */
const arpValidate = names(u32, {
  none: 0,
  active: 1,
  backup: 2,
  all: 3,
  filter: 4,
  filter_active: 5,
  filter_backup: 6,
})

const adInfo = attrs('IFLA_BOND_AD_INFO', {
  /** Number of the active aggregator. */
  aggregator: [1, u16],
  /** Number of its ports. */
  numPorts: [2, u16],
  /** Key of this end. */
  actorKey: [3, u16],
  /** Key of the other end. */
  partnerKey: [4, u16],
  /** Hardware address of the other end. */
  partnerMac: [5, mac],
})

/** The active aggregator of a bond in mode 802.3ad. */
export interface BondAdInfo extends Value<typeof adInfo>, Public {}

/** A bond: enum IFLA_BOND_* of include/uapi/linux/if_link.h; Documentation/networking/bonding.rst. */
const table = attrs('IFLA_BOND', {
  /** How ports share the traffic, 'balance-rr' by default; '802.3ad' is LACP. It can be changed only while the bond is down and has no ports. */
  mode: [1, mode],
  /**
   * Port that sends and receives in the mode active-backup; null for none. It is not sent when the bond is created, because that has no ports
   * yet; iproute2: `active_slave`, `clear_active_slave`.
   */
  activeSlave: [2, iproute2(linkRefOrNone, 'clear_active_slave')],
  /** Interval at which the carrier of ports is checked, in milliseconds; 0 (the default) turns it off. */
  miimon: [3, u32],
  /** Time after which a port with a carrier is used, in milliseconds; requires `miimon`. */
  updelay: [4, u32],
  /** Time after which a port without a carrier is no longer used, in milliseconds; requires `miimon`. */
  downdelay: [5, u32],
  /** Takes the carrier from the driver (netif_carrier_ok) instead of the MII registers; on by default. Linux 6.18 accepts only true. */
  useCarrier: [6, bool(u8)],
  /** Interval of ARP requests to `arpIpTarget`, in milliseconds; 0 (the default) turns them off; iproute2: `arp_interval`. */
  arpInterval: [7, u32],
  /** IPv4 addresses, at most 16, that ARP requests are sent to; the list is replaced as a whole; iproute2: `arp_ip_target`. */
  arpIpTarget: [8, counted(ip4)],
  /** Which ports check that they receive ARP requests and replies, 'none' by default; iproute2: `arp_validate`. */
  arpValidate: [9, arpValidate],
  /** Whether one of `arpIpTarget` must be reachable ('any', the default) or each of them; iproute2: `arp_all_targets`. */
  arpAllTargets: [10, names(u32, { any: 0, all: 1 })],
  /** Port that is preferred; null for none. */
  primary: [11, linkRefOrNone],
  /**
   * When `primary` becomes the active port again: 'always' (the default) as soon as it is up, 'better' if it is faster, 'failure' if the active
   * port fails; iproute2: `primary_reselect`.
   */
  primaryReselect: [12, names(u8, { always: 0, better: 1, failure: 2 })],
  /**
   * Hardware addresses in the mode active-backup: all ports have that of the bond ('none', the default), the bond has that of the active port
   * ('active'), or the active port has that of the bond ('follow'); iproute2: `fail_over_mac`.
   */
  failOverMac: [13, names(u8, { none: 0, active: 1, follow: 2 })],
  /** What of a packet determines its port in the modes balance-xor, 802.3ad and balance-tlb; iproute2: `xmit_hash_policy`. */
  xmitHashPolicy: [14, xmitHashPolicy],
  /** Number of IGMP reports after a failover, 1 by default; iproute2: `resend_igmp`. */
  resendIgmp: [15, limit(u32, 0, 255)],
  /** Number of ARP and neighbour advertisements after a failover, 1 by default; iproute2: `num_grat_arp`, `num_unsol_na`. */
  numPeerNotif: [16, iproute2(u8, 'num_grat_arp', 'num_unsol_na')],
  /** Also delivers packets that a port receives that is not active; off by default; iproute2: `all_slaves_active`. */
  allSlavesActive: [17, bool(u8)],
  /** Number of ports that must be up for the bond to have a carrier (802.3ad); iproute2: `min_links`. */
  minLinks: [18, u32],
  /** Interval of learning packets to switches, in seconds, 1 by default (balance-tlb, balance-alb); iproute2: `lp_interval`. */
  lpInterval: [19, u32],
  /** Packets that a port sends before the next one is used, 1 by default; 0 chooses at random (balance-rr); iproute2: `packets_per_slave`. */
  packetsPerSlave: [20, u32],
  /** How often the other end sends LACP packets: 'slow' (the default) every 30 seconds, 'fast' every second; iproute2: `lacp_rate`. */
  adLacpRate: [21, iproute2(names(u8, { slow: 0, fast: 1 }), 'lacp_rate')],
  /**
   * When another aggregator is chosen (802.3ad): 'stable' (the default) if the active one has no ports, 'bandwidth' or 'count' for the one with
   * the highest bandwidth or number of ports, 'prio' for the highest priority of a port (since Linux 6.18); iproute2: `ad_select`.
   */
  adSelect: [22, names(u8, { stable: 0, bandwidth: 1, count: 2, prio: 3 })],
  /** The active aggregator (802.3ad). */
  adInfo: [23, typed<BondAdInfo>(adInfo), 'report'],
  /** Priority of this system in LACP, 1 to 65535 (the default); iproute2: `ad_actor_sys_prio`. */
  adActorSysPrio: [24, limit(u16, 1, 65535)],
  /** Upper ten bits of the port key in LACP, 0 to 1023; iproute2: `ad_user_port_key`. */
  adUserPortKey: [25, limit(u16, 0, 1023)],
  /** Hardware address of this system in LACP; iproute2: `ad_actor_system`. */
  adActorSystem: [26, mac],
  /** Moves flows by the load of ports (balance-tlb); iproute2: `tlb_dynamic_lb`. */
  tlbDynamicLb: [27, bool(u8)],
  /** Interval of the advertisements of `numPeerNotif`, in milliseconds; requires `miimon`; iproute2: `peer_notify_delay`. */
  peerNotifDelay: [28, iproute2(u32, 'peer_notify_delay')],
  /** Sends LACP packets also if the other end does not; on by default; iproute2: `lacp_active`. */
  adLacpActive: [29, iproute2(bool(u8), 'lacp_active')],
  /** Number of missed ARP replies after which a port counts as down, 2 by default; iproute2: `arp_missed_max`. Since Linux 5.17. */
  missedMax: [30, iproute2(limit(u8, 1, 255), 'arp_missed_max')],
  /** IPv6 addresses, at most 16, that are checked by neighbour discovery; the list is replaced as a whole; iproute2: `ns_ip6_target`. */
  nsIp6Target: [31, counted(ip6)],
  /** Couples collecting and distributing in LACP (802.3ad); on by default; iproute2: `coupled_control`. Since Linux 6.9. */
  coupledControl: [32, bool(u8)],
  /** Sends ARP and neighbour discovery to all ports (802.3ad); iproute2: `broadcast_neighbor`. Since Linux 6.17. */
  broadcastNeigh: [33, iproute2(bool(u8), 'broadcast_neighbor')],
  /** Uses only ports whose other end speaks LACP. Since a Linux newer than 6.18. */
  lacpStrict: [34, bool(u8)],
})

/** Properties that can be set on a bond. */
export interface BondData extends Input<typeof table>, Public {}
/** Properties of a bond, as listed. */
export interface BondReport extends Value<typeof table>, Public {}

/**
 * Creates a bond. Links join it by `master` while they are down.
 *
 * ```ts
 * await createBond({ name: 'bond0', data: { mode: 'active-backup', miimon: 100 } })
 * await setLink('eth1', { up: false, master: 'bond0' })
 * ```
 */
export const createBond = creator<'bond', DataOptions<BondData>>('createBond', 'bond')

const kind: Kind<BondReport, BondData> = { table, lower: 'none', port: bondPort, fixed: ['mode'], ofNew: ofNewBond }
export default kind
