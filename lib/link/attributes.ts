import { attrs } from '../wire/attrs.ts'
import { bool, s32, u8, u16, u32, u64 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { flags, names } from '../wire/names.ts'
import { linkRef, linkRefOrNone, netnsFd } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import { linkName, text } from '../wire/text.ts'
import { type Input, type Public, type Type, typed, type Value } from '../wire/type.ts'
import { iproute2, phrased } from '../wire/unknown.ts'
import { afSpec } from './afspec.ts'
import { alias } from './alias.ts'
import { linkAddress } from './hardware.ts'
import { hex } from './hex.ts'
import { protinfo } from './protinfo.ts'
import { type LinkStats, stats, stats64 } from './statistics.ts'
import { type PortProfile, portProfile, type VfInfo, vfInfo } from './vf.ts'
import { type Xdp, type XdpOptions, xdp } from './xdp.ts'

/** ALTIFNAMSIZ of include/linux/if.h, minus the closing NUL. */
export const altname = text(127)

/** NLA_UINT: four bytes, or eight if the value requires it. */
const uint: Type<number> = {
  size: 4,
  read: (bytes, at, length) => (length >= 8 ? u64.read(bytes, at, 8) : u32.read(bytes, at, 4)),
  write: u64.write,
}

/** struct rtnl_link_ifmap of include/uapi/linux/if_link.h. */
const map = struct(
  {
    /** Start of the device's shared memory. */
    memStart: u64,
    /** End of the device's shared memory. */
    memEnd: u64,
    /** Base address of the device's I/O ports. */
    baseAddr: u64,
    /** Interrupt number of the device. */
    irq: u16,
    /** DMA channel of the device. */
    dma: u8,
    /** Connector in use, if the driver supports several (IF_PORT_*). */
    port: u8,
  },
  'rtnl_link_ifmap',
)

/** Memory, I/O ports, interrupt and DMA channel of old hardware; all 0 for virtual links. */
export interface LinkMap extends Value<typeof map>, Public {}

const protoDownReason = attrs('IFLA_PROTO_DOWN_REASON', {
  /** Reasons that the request changes, as a bit mask; 0xffffffff by default. */
  mask: [1, u32],
  /** Active reasons as a bit mask: bit N for reason N of /etc/iproute2/protodown_reasons.d. */
  value: [2, u32],
})

/** Reasons that keep a link down, as a bit mask; the administrator defines what the bits mean. */
export interface ProtoDownReason extends Value<typeof protoDownReason>, Public {}
/** Reasons for keeping a link down, to set or to clear. */
export interface ProtoDownReasonOptions extends Input<typeof protoDownReason>, Public {}

/** RTEXT_FILTER_* of include/uapi/linux/rtnetlink.h: additional contents of a report, or contents to omit. */
const extMask = flags(
  u32,
  { vf: 1, brvlan: 2, brvlan_compressed: 4, skip_stats: 8, mrp: 16, cfm_config: 32, cfm_status: 64, mst: 128 },
  'RTEXT_FILTER',
)

/** IFLA_EVENT_*: the event that caused a report. */
const event = names(
  u32,
  { none: 0, reboot: 1, features: 2, bonding_failover: 3, notify_peers: 4, igmp_resend: 5, bonding_options: 6 },
  'IFLA_EVENT',
)

/**
 * Attributes of every kind of link: enum IFLA_* of include/uapi/linux/if_link.h. Omitted are IFLA_COST, IFLA_PRIORITY and IFLA_WEIGHT,
 * which no kernel uses, IFLA_WIRELESS (events of wireless extensions), IFLA_NET_NS_PID (use `netns: { pid }`), IFLA_DEVLINK_PORT and
 * IFLA_DPLL_PIN (handles of other subsystems), and IFLA_LINKINFO, which message.ts adds.
 */
export const rows = {
  /** Hardware address, '02:00:00:00:00:01'; for an IP tunnel, the IP address of the local end; iproute2: `address`, `lladdr`. */
  address: [1, iproute2(linkAddress, 'lladdr', 'mac')],
  /** Link-layer broadcast address; for an IP tunnel, the IP address of the remote end (`ip` shows it as `peer`); iproute2: `brd`. */
  broadcast: [2, iproute2(linkAddress, 'brd')],
  /** Name, at most 15 bytes. The kernel replaces `%d` in it by the first free number. */
  name: [3, linkName],
  /** Maximum transmission unit, in bytes. */
  mtu: [4, u32],
  /** Lower link, on which this one was created (`ip` shows `eth0.5@eth0`); for a veth, its peer. */
  link: [5, linkRef],
  /** Root queueing discipline, such as 'fq_codel'; `tc qdisc` shows its parameters. */
  qdisc: [6, text(31), 'report'],
  /** Counters of 32 bits, which wrap around; `stats64` has the same counters of 64 bits. */
  stats: [7, typed<LinkStats>(stats), 'report'],
  /** Bridge, bond or VRF that the link belongs to; null for none (`nomaster`); iproute2: `master`, `vrf`. */
  master: [10, phrased(iproute2(linkRefOrNone, 'vrf'), { nomaster: 'master: null' })],
  /** What an address family reports about the link, in messages of that family only. */
  protinfo: [12, protinfo, 'report'],
  /** Length of the transmit queue, in packets; iproute2: `txqueuelen`, `qlen`. */
  txqlen: [13, iproute2(u32, 'txqueuelen', 'qlen')],
  /** Memory, I/O ports, interrupt and DMA channel of old hardware. */
  map: [14, typed<LinkMap>(map), 'report'],
  /** Operational state (RFC 2863): whether the link works; `up` is whether it is set up; iproute2: `state`. */
  operstate: [
    16,
    iproute2(
      names(u8, { unknown: 0, notpresent: 1, down: 2, lowerlayerdown: 3, testing: 4, dormant: 5, up: 6 }, 'IF_OPER'),
      'state',
    ),
  ],
  /** State that `operstate` reaches when the carrier appears: 'up' for 'default', otherwise only 'dormant' or 'testing' (`ip link set mode`). */
  linkmode: [17, names(u8, { default: 0, dormant: 1, testing: 2 }, 'IF_LINK_MODE')],
  /** Free text of at most 255 bytes; null or '' removes it. */
  alias: [20, alias],
  /** Number of virtual functions of an SR-IOV device; reported only with `vf: true`. */
  numVf: [21, u32, 'report'],
  /** Virtual functions of an SR-IOV device; reported only with `vf: true`; iproute2: `vf`. */
  vfinfoList: [22, list(1, typed<VfInfo>(vfInfo)), 'report'],
  /** Counters since the link was created; absent with `stats: false`. */
  stats64: [23, stats64, 'report'],
  /** Port profiles (802.1Qbh) of the virtual functions. */
  vfPorts: [24, list(1, typed<PortProfile>(portProfile)), 'report'],
  /** Port profile (802.1Qbh) of the device itself. */
  portSelf: [25, typed<PortProfile>(portProfile), 'report'],
  /** Settings per address family: kernel parameters, generation of IPv6 addresses. */
  afSpec: [26, afSpec],
  /** Group number of the link, 0 by default; iproute2 reads names for groups from /etc/iproute2/group. */
  group: [27, u32],
  /** Namespace in which to create the link, or to which to move it. */
  netns: [28, netnsFd],
  /** Additional contents of a report, or contents to leave out. */
  extMask: [29, extMask],
  /** Number of users of promiscuous mode; the link is promiscuous if it is above 0. */
  promiscuity: [30, u32, 'report'],
  /** Number of transmit queues; cannot be changed after creation. */
  numTxQueues: [31, u32],
  /** Number of receive queues; cannot be changed after creation. */
  numRxQueues: [32, u32],
  /** Whether the link has a carrier; only few kinds (dummy, bridge) allow setting it. */
  carrier: [33, bool(u8)],
  /** Id of the physical port within its device, in hexadecimal digits; iproute2: `portid`. */
  physPortId: [34, hex, 'report'],
  /** Number of carrier changes, up or down, since the link was created. */
  carrierChanges: [35, u32, 'report'],
  /** Id of the switch that the port belongs to, in hexadecimal digits; iproute2: `switchid`. */
  physSwitchId: [36, hex, 'report'],
  /** Id of the namespace of `link` (or of the other end of a tunnel) if it is another namespace; iproute2: `link-netnsid`. */
  linkNetnsid: [37, iproute2(s32, 'link-netns')],
  /** Name of the physical port, 'p0'; iproute2: `portname`. */
  physPortName: [38, text(255), 'report'],
  /** Whether a program keeps the link down although it is set up; iproute2: `protodown`. */
  protoDown: [39, bool(u8)],
  /** Maximum number of segments of a GSO packet. */
  gsoMaxSegs: [40, u32],
  /** Maximum size of a GSO packet, in bytes; a value up to 65536 also sets `gsoIpv4MaxSize`. */
  gsoMaxSize: [41, u32],
  /** XDP programs that run on the link; iproute2: `xdp`, `xdpgeneric`, `xdpdrv`, `xdpoffload`. */
  xdp: [43, iproute2(typed<Xdp, XdpOptions>(xdp), 'xdpgeneric', 'xdpdrv', 'xdpoffload')],
  /** Event that caused the report; only in notifications. */
  event: [44, event, 'report'],
  /** Id of the namespace that the link moved to; only in the notification that it has left. */
  newNetnsid: [45, s32, 'report'],
  /** Id of the namespace that the request is for; IFLA_IF_NETNSID is the older name. */
  targetNetnsid: [46, s32],
  /** Number of times that the carrier appeared. */
  carrierUpCount: [47, u32, 'report'],
  /** Number of times that the carrier was lost. */
  carrierDownCount: [48, u32, 'report'],
  /** Index of the link in the namespace that it moves to. */
  newIfindex: [49, s32],
  /** Minimum MTU that the driver supports, in bytes. */
  minMtu: [50, u32, 'report'],
  /** Maximum MTU that the driver supports, in bytes; 0 if the driver does not report it. */
  maxMtu: [51, u32, 'report'],
  /** Alternative names, at most 127 bytes each, by which the link can be addressed; iproute2: `altname`. */
  altnames: [52, iproute2(list(53, altname), 'altname')],
  /** Alternative name by which a request addresses the link. */
  altIfname: [53, altname],
  /** Permanent hardware address of the device; iproute2: `permaddr`. */
  permAddress: [54, linkAddress, 'report'],
  /** Reasons why `protoDown` keeps the link down; iproute2: `protodown_reason`. */
  protoDownReason: [55, iproute2(typed<ProtoDownReason, ProtoDownReasonOptions>(protoDownReason), 'protodown_reason')],
  /** Name of the parent device, '0000:00:1f.6'; iproute2: `parentdev`. */
  parentDevName: [56, iproute2(text(255), 'parentdev')],
  /** Bus of the parent device, 'pci'; iproute2: `parentbus`. */
  parentDevBusName: [57, text(255), 'report'],
  /** Maximum size of a GRO packet, in bytes; a value up to 65536 also sets `groIpv4MaxSize`. */
  groMaxSize: [58, u32],
  /** Maximum size of a TSO packet, which the hardware segments, in bytes. */
  tsoMaxSize: [59, u32, 'report'],
  /** Maximum number of segments of a TSO packet, which the hardware segments. */
  tsoMaxSegs: [60, u32, 'report'],
  /** Number of users that requested all multicast packets; iproute2: `allmulti`. */
  allmultiCount: [61, u32, 'report'],
  /** Maximum size of an IPv4 GSO packet, in bytes. Since Linux 6.3. */
  gsoIpv4MaxSize: [63, u32],
  /** Maximum size of an IPv4 GRO packet, in bytes. Since Linux 6.3. */
  groIpv4MaxSize: [64, u32],
  /** How far in the future the hardware can schedule a packet, in nanoseconds. */
  maxPacingOffloadHorizon: [66, uint, 'report'],
  /** Whether the link cannot be moved to another namespace; iproute2: `netns-immutable`. */
  netnsImmutable: [67, bool(u8), 'report'],
  /** Free space that the link requires before a packet, in bytes. */
  headroom: [68, u16, 'report'],
  /** Free space that the link needs after a packet, in bytes. */
  tailroom: [69, u16, 'report'],
} as const
