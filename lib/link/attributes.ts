import { attrs } from '../wire/attrs.ts'
import { bool, s32, u8, u16, u32, u64 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { flags, names } from '../wire/names.ts'
import { linkRef, linkRefOrNone, netnsFd } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import { linkName, text } from '../wire/text.ts'
import type { Type } from '../wire/type.ts'
import { iproute2, phrased } from '../wire/unknown.ts'
import { afSpec } from './afspec.ts'
import { alias } from './alias.ts'
import { linkAddress } from './hardware.ts'
import { hex } from './hex.ts'
import { protinfo } from './protinfo.ts'
import { stats, stats64 } from './statistics.ts'
import { portProfile, vfInfo } from './vf.ts'
import { xdp } from './xdp.ts'

/** IFALIASZ less the closing zero is 255, ALTIFNAMSIZ less it 127 (include/uapi/linux/if.h, linux/if.h). */
export const altname = text(127)

/** NLA_UINT: four bytes, or eight where four do not hold the value. */
const uint: Type<number, number | bigint> = {
  size: 4,
  read: (bytes, at, length) => (length >= 8 ? u64.read(bytes, at, 8) : u32.read(bytes, at, 4)),
  write: u64.write,
}

/** struct rtnl_link_ifmap: where old hardware lies. */
const map = struct({ memStart: u64, memEnd: u64, baseAddr: u64, irq: u16, dma: u8, port: u8 }, 'rtnl_link_ifmap')

/** RTEXT_FILTER_* of include/uapi/linux/rtnetlink.h: what a report holds beside the usual, or leaves out. */
const extMask = flags(
  u32,
  { vf: 1, brvlan: 2, brvlan_compressed: 4, skip_stats: 8, mrp: 16, cfm_config: 32, cfm_status: 64, mst: 128 },
  'RTEXT_FILTER',
)

/** IFLA_EVENT_*: what made the kernel send a report. */
const event = names(
  u32,
  { none: 0, reboot: 1, features: 2, bonding_failover: 3, notify_peers: 4, igmp_resend: 5, bonding_options: 6 },
  'IFLA_EVENT',
)

/**
 * What a link is apart from its kind: enum IFLA_* of include/uapi/linux/if_link.h. Not here are IFLA_COST, IFLA_PRIORITY and
 * IFLA_WEIGHT, which no kernel uses, IFLA_WIRELESS (events of wireless extensions), IFLA_NET_NS_PID (`netns: { pid }` says it),
 * IFLA_DEVLINK_PORT and IFLA_DPLL_PIN (handles of other subsystems), and IFLA_LINKINFO, which is the room's own.
 */
export const rows = {
  /** Hardware address; of a tunnel over IP, the IP address of this end. */
  address: [1, iproute2(linkAddress, 'lladdr', 'mac')],
  /** Link-layer broadcast address; of a tunnel over IP, the IP address of the other end; iproute2: `peer`. */
  broadcast: [2, iproute2(linkAddress, 'brd')],
  /** Name of at most 15 bytes; the kernel counts up for `%d` in it. */
  name: [3, linkName],
  /** Greatest payload, in bytes. */
  mtu: [4, u32],
  /** Link that this one is made on; of a veth the other end. */
  link: [5, linkRef],
  /** Root queueing discipline. */
  qdisc: [6, text(31), 'report'],
  stats: [7, stats, 'report'],
  /** Bridge, bond or VRF that the link belongs to; null for none (`nomaster`). */
  master: [10, phrased(iproute2(linkRefOrNone, 'vrf'), { nomaster: 'master: null' })],
  /** What an address family tells of the link, in messages of that family. */
  protinfo: [12, protinfo, 'report'],
  /** Packets that may wait to be sent; iproute2: `txqueuelen`. */
  txqlen: [13, iproute2(u32, 'txqueuelen', 'qlen')],
  map: [14, map, 'report'],
  /** State as RFC 2863 has it; iproute2: `state`. */
  operstate: [
    16,
    iproute2(
      names(u8, { unknown: 0, notpresent: 1, down: 2, lowerlayerdown: 3, testing: 4, dormant: 5, up: 6 }, 'IF_OPER'),
      'state',
    ),
  ],
  /** How far the state may rise by itself; iproute2: `mode`. */
  linkmode: [17, names(u8, { default: 0, dormant: 1, testing: 2 }, 'IF_LINK_MODE')],
  /** Free text of at most 255 bytes; null or '' for none. */
  alias: [20, alias],
  /** Virtual functions of an SR-IOV device. */
  numVf: [21, u32, 'report'],
  vfinfoList: [22, list(1, vfInfo), 'report'],
  stats64: [23, stats64, 'report'],
  vfPorts: [24, list(1, portProfile), 'report'],
  portSelf: [25, portProfile, 'report'],
  /** What address families have set on the link. */
  afSpec: [26, afSpec],
  /** Number of the group of links that it belongs to, 0 unless given. */
  group: [27, u32],
  /** Namespace to make the link in, or to move it to. */
  netns: [28, netnsFd],
  extMask: [29, extMask],
  /** How many have asked for every packet. */
  promiscuity: [30, u32, 'report'],
  numTxQueues: [31, u32],
  numRxQueues: [32, u32],
  /** Whether the wire carries; to be set on few kinds. */
  carrier: [33, bool(u8)],
  /** Ids and names by which hardware knows its ports and switches. */
  physPortId: [34, hex, 'report'],
  carrierChanges: [35, u32, 'report'],
  physSwitchId: [36, hex, 'report'],
  /** Id of the namespace of `link`, where that is another one. */
  linkNetnsid: [37, iproute2(s32, 'link-netns')],
  physPortName: [38, text(255), 'report'],
  /** Held down by whoever set it, although it is up. */
  protoDown: [39, bool(u8)],
  /** Limits of packets that are cut late (GSO), in segments and bytes. */
  gsoMaxSegs: [40, u32],
  gsoMaxSize: [41, u32],
  xdp: [43, iproute2(xdp, 'xdpgeneric', 'xdpdrv', 'xdpoffload')],
  event: [44, event, 'report'],
  /** Id and index that the link has in the namespace it moved to. */
  newNetnsid: [45, s32, 'report'],
  /** Namespace that a request is about, by its id; IFLA_IF_NETNSID is the older name. */
  targetNetnsid: [46, s32],
  carrierUpCount: [47, u32, 'report'],
  carrierDownCount: [48, u32, 'report'],
  /** Index to have in the namespace that the link is moved to. */
  newIfindex: [49, s32],
  minMtu: [50, u32, 'report'],
  maxMtu: [51, u32, 'report'],
  /** Further names of at most 127 bytes; iproute2: `altname`. */
  altnames: [52, iproute2(list(53, altname), 'altname')],
  altIfname: [53, altname],
  /** Hardware address that was burnt in. */
  permAddress: [54, linkAddress, 'report'],
  /** Who holds the link down: bits, and which of them are meant. */
  protoDownReason: [55, attrs('IFLA_PROTO_DOWN_REASON', { mask: [1, u32], value: [2, u32] })],
  /** Device that the link belongs to, and its bus. */
  parentDevName: [56, iproute2(text(255), 'parentdev')],
  parentDevBusName: [57, text(255), 'report'],
  /** Limits of packets that are joined on receiving (GRO) and cut by hardware (TSO), in bytes and segments. */
  groMaxSize: [58, u32],
  tsoMaxSize: [59, u32, 'report'],
  tsoMaxSegs: [60, u32, 'report'],
  /** How many have asked for every multicast packet; iproute2: `allmulti`. */
  allmultiCount: [61, u32, 'report'],
  gsoIpv4MaxSize: [63, u32],
  groIpv4MaxSize: [64, u32],
  /** How far ahead a packet's time to be sent may lie, in nanoseconds. */
  maxPacingOffloadHorizon: [66, uint, 'report'],
  /** Whether the link must stay in its namespace. */
  netnsImmutable: [67, bool(u8), 'report'],
  /** Bytes that the link wants free before and behind a packet. */
  headroom: [68, u16, 'report'],
  tailroom: [69, u16, 'report'],
} as const
