import { attrs } from '../wire/attrs.ts'
import { bool, s32, u8, u16, u32, u64 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { flags, names } from '../wire/names.ts'
import { linkRef, linkRefOrNone, netnsFd } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import { linkName, text } from '../wire/text.ts'
import { type Input, type Type, typed, type Value } from '../wire/type.ts'
import { iproute2, phrased } from '../wire/unknown.ts'
import { afSpec } from './afspec.ts'
import { alias } from './alias.ts'
import { linkAddress } from './hardware.ts'
import { hex } from './hex.ts'
import { protinfo } from './protinfo.ts'
import { type LinkStats, stats, stats64 } from './statistics.ts'
import { type PortProfile, portProfile, type VfInfo, vfInfo } from './vf.ts'
import { type Xdp, type XdpOptions, xdp } from './xdp.ts'

/** IFALIASZ less the closing zero is 255, ALTIFNAMSIZ less it 127 (include/uapi/linux/if.h, linux/if.h). */
export const altname = text(127)

/** NLA_UINT: four bytes, or eight where four do not hold the value. */
const uint: Type<number> = {
  size: 4,
  read: (bytes, at, length) => (length >= 8 ? u64.read(bytes, at, 8) : u32.read(bytes, at, 4)),
  write: u64.write,
}

/** struct rtnl_link_ifmap of include/uapi/linux/if_link.h. */
const map = struct(
  {
    /** First address of shared memory. */
    memStart: u64,
    /** Last address of shared memory. */
    memEnd: u64,
    /** Base address of the device's I/O ports. */
    baseAddr: u64,
    /** Number of its interrupt. */
    irq: u16,
    /** Number of its DMA channel. */
    dma: u8,
    /** Which connector is in use, of those that the driver can choose from (IF_PORT_*). */
    port: u8,
  },
  'rtnl_link_ifmap',
)

/** Where old hardware lies: addresses, interrupt, DMA channel; all 0 for anything made by software. */
export interface LinkMap extends Value<typeof map> {}

const protoDownReason = attrs('IFLA_PROTO_DOWN_REASON', {
  /** Bits of the reasons that a request is about: 0xffffffff unless given. */
  mask: [1, u32],
  /** Reasons that hold: bit N for reason N of /etc/iproute2/protodown_reasons.d. */
  value: [2, u32],
})

/** Why a link is held down, as bits whose meaning the administrator chooses. */
export interface ProtoDownReason extends Value<typeof protoDownReason> {}
/** Which reasons to hold a link down are set and taken back. */
export interface ProtoDownReasonOptions extends Input<typeof protoDownReason> {}

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
  /** Hardware address, '02:00:00:00:00:01'; of a tunnel over IP, the IP address of this end; iproute2: `address`, `lladdr`. */
  address: [1, iproute2(linkAddress, 'lladdr', 'mac')],
  /** Link-layer broadcast address; of a tunnel over IP, the IP address of the other end (`ip` says `peer`); iproute2: `brd`. */
  broadcast: [2, iproute2(linkAddress, 'brd')],
  /** Name of at most 15 bytes; the kernel counts up for `%d` in it. */
  name: [3, linkName],
  /** Greatest payload of a frame, in bytes. */
  mtu: [4, u32],
  /** Link that this one is made on (`ip` shows `eth0.5@eth0`); of a veth the other end. */
  link: [5, linkRef],
  /** Root queueing discipline, 'fq_codel'; `tc qdisc` has its parameters. */
  qdisc: [6, text(31), 'report'],
  /** Counters in 32 bits, which wrap around; `stats64` has the same in full. */
  stats: [7, typed<LinkStats>(stats), 'report'],
  /** Bridge, bond or VRF that the link belongs to; null for none (`nomaster`); iproute2: `master`, `vrf`. */
  master: [10, phrased(iproute2(linkRefOrNone, 'vrf'), { nomaster: 'master: null' })],
  /** What an address family reports about the link, in messages of that family. */
  protinfo: [12, protinfo, 'report'],
  /** Packets that may wait to be sent; iproute2: `txqueuelen`, `qlen`. */
  txqlen: [13, iproute2(u32, 'txqueuelen', 'qlen')],
  /** Where old hardware lies. */
  map: [14, typed<LinkMap>(map), 'report'],
  /** Operational state (RFC 2863): whether the link works, where `up` says whether it is meant to; iproute2: `state`. */
  operstate: [
    16,
    iproute2(
      names(u8, { unknown: 0, notpresent: 1, down: 2, lowerlayerdown: 3, testing: 4, dormant: 5, up: 6 }, 'IF_OPER'),
      'state',
    ),
  ],
  /** How far `operstate` rises when the carrier comes: to 'up' by 'default', or only to 'dormant' or 'testing' (`ip link set mode`). */
  linkmode: [17, names(u8, { default: 0, dormant: 1, testing: 2 }, 'IF_LINK_MODE')],
  /** Free text of at most 255 bytes; null or '' for none. */
  alias: [20, alias],
  /** Number of virtual functions of an SR-IOV device; asked for by `vf: true`. */
  numVf: [21, u32, 'report'],
  /** Virtual functions of an SR-IOV device; iproute2: `vf`. */
  vfinfoList: [22, list(1, typed<VfInfo>(vfInfo)), 'report'],
  /** Counters since the link was made; absent with `stats: false`. */
  stats64: [23, stats64, 'report'],
  /** Port profiles (802.1Qbh) of the virtual functions. */
  vfPorts: [24, list(1, typed<PortProfile>(portProfile)), 'report'],
  /** Port profile (802.1Qbh) of the device itself. */
  portSelf: [25, typed<PortProfile>(portProfile), 'report'],
  /** Settings by address family: kernel parameters, how IPv6 addresses are made. */
  afSpec: [26, afSpec],
  /** Number of the group of links that it belongs to, 0 unless given; iproute2 has names for them in /etc/iproute2/group. */
  group: [27, u32],
  /** Namespace to make the link in, or to move it to. */
  netns: [28, netnsFd],
  /** What a report holds beside the usual, or leaves out. */
  extMask: [29, extMask],
  /** How many programs and links have asked for every packet; above 0 the link is promiscuous. */
  promiscuity: [30, u32, 'report'],
  /** Number of transmit queues; fixed once the link is made. */
  numTxQueues: [31, u32],
  /** Number of receive queues; fixed once the link is made. */
  numRxQueues: [32, u32],
  /** Whether the wire carries; few kinds (dummy, bridge) let it be set. */
  carrier: [33, bool(u8)],
  /** Id of the physical port in its device, as hexadecimal digits; iproute2: `portid`. */
  physPortId: [34, hex, 'report'],
  /** How often the carrier came or went since the link was made. */
  carrierChanges: [35, u32, 'report'],
  /** Id of the switch that the port belongs to, as hexadecimal digits; iproute2: `switchid`. */
  physSwitchId: [36, hex, 'report'],
  /** Id of the namespace of `link` (and of the far end of a tunnel), where that is another one; iproute2: `link-netnsid`. */
  linkNetnsid: [37, iproute2(s32, 'link-netns')],
  /** Name of the physical port, 'p0'; iproute2: `portname`. */
  physPortName: [38, text(255), 'report'],
  /** Whether a program holds the link down although it is set up; iproute2: `protodown`. */
  protoDown: [39, bool(u8)],
  /** Most segments of a packet that is cut late (GSO). */
  gsoMaxSegs: [40, u32],
  /** Most bytes of a packet that is cut late (GSO); up to 65536 it sets `gsoIpv4MaxSize` as well. */
  gsoMaxSize: [41, u32],
  /** XDP programs that run on the link; iproute2: `xdp`, `xdpgeneric`, `xdpdrv`, `xdpoffload`. */
  xdp: [43, iproute2(typed<Xdp, XdpOptions>(xdp), 'xdpgeneric', 'xdpdrv', 'xdpoffload')],
  /** What made the kernel send a report; only in notifications. */
  event: [44, event, 'report'],
  /** Id of the namespace that the link moved to, in the report of its leaving. */
  newNetnsid: [45, s32, 'report'],
  /** Namespace that a request is about, by its id; IFLA_IF_NETNSID is the older name. */
  targetNetnsid: [46, s32],
  /** How often the carrier came. */
  carrierUpCount: [47, u32, 'report'],
  /** How often the carrier went. */
  carrierDownCount: [48, u32, 'report'],
  /** Index to have in the namespace that the link is moved to. */
  newIfindex: [49, s32],
  /** Least MTU that the driver takes, in bytes. */
  minMtu: [50, u32, 'report'],
  /** Greatest MTU that the driver takes, in bytes; 0 where it does not say. */
  maxMtu: [51, u32, 'report'],
  /** Further names of at most 127 bytes, by which the link can be named as well; iproute2: `altname`. */
  altnames: [52, iproute2(list(53, altname), 'altname')],
  /** Further name by which a request names the link. */
  altIfname: [53, altname],
  /** Hardware address that was burnt in; iproute2: `permaddr`. */
  permAddress: [54, linkAddress, 'report'],
  /** Why `protoDown` holds the link down; iproute2: `protodown_reason`. */
  protoDownReason: [55, iproute2(typed<ProtoDownReason, ProtoDownReasonOptions>(protoDownReason), 'protodown_reason')],
  /** Name of the device that the link belongs to, '0000:00:1f.6'; iproute2: `parentdev`. */
  parentDevName: [56, iproute2(text(255), 'parentdev')],
  /** Bus of that device, 'pci'; iproute2: `parentbus`. */
  parentDevBusName: [57, text(255), 'report'],
  /** Most bytes of a packet that is joined on receiving (GRO); up to 65536 it sets `groIpv4MaxSize` as well. */
  groMaxSize: [58, u32],
  /** Most bytes of a packet that the hardware cuts (TSO). */
  tsoMaxSize: [59, u32, 'report'],
  /** Most segments of a packet that the hardware cuts (TSO). */
  tsoMaxSegs: [60, u32, 'report'],
  /** How many programs and links have asked for every multicast packet; iproute2: `allmulti`. */
  allmultiCount: [61, u32, 'report'],
  /** Most bytes of a packet of IPv4 that is cut late (GSO). Since Linux 6.3. */
  gsoIpv4MaxSize: [63, u32],
  /** Most bytes of a packet of IPv4 that is joined on receiving (GRO). Since Linux 6.3. */
  groIpv4MaxSize: [64, u32],
  /** How far ahead a packet's time to be sent may lie for the hardware to wait for it, in nanoseconds. */
  maxPacingOffloadHorizon: [66, uint, 'report'],
  /** Whether the link must stay in its namespace; iproute2: `netns-immutable`. */
  netnsImmutable: [67, bool(u8), 'report'],
  /** Bytes that the link wants free in front of a packet. */
  headroom: [68, u16, 'report'],
  /** Bytes that the link wants free after a packet. */
  tailroom: [69, u16, 'report'],
} as const
