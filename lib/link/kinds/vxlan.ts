import { ip4, ip6 } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { be16, be32, bool, flag, flagByte, limit, u8, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import { oneLink } from '../../wire/reference.ts'
import { struct } from '../../wire/struct.ts'
import { such } from '../../wire/such.ts'
import { type Input, type Public, typed, type Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'
import { oneFamily } from './one-family.ts'

const portRange = struct(
  {
    /** First port. */
    low: be16,
    /** Last port. */
    high: be16,
  },
  'ifla_vxlan_port_range',
)

/** Range of UDP source ports, both ends included. */
export interface VxlanPortRange extends Value<typeof portRange>, Public {}

const reservedBits = struct({
  /** Bits of the first word, which contains the flags. */
  flags: be32,
  /** Bits of the second word, whose upper 24 bits contain the VNI. */
  vni: be32,
})

/** Bits of the VXLAN header (struct vxlanhdr of include/net/vxlan.h). */
export interface VxlanHeaderBits extends Value<typeof reservedBits>, Public {}

/** A VXLAN: enum IFLA_VXLAN_* of include/uapi/linux/if_link.h; RFC 7348. */
const table = attrs('IFLA_VXLAN', {
  /** VXLAN network identifier (VNI), 0 to 16777215; iproute2: `vni`. */
  id: [1, iproute2(limit(u32, 0, 0xffffff), 'vni')],
  /** IPv4 address of the multicast group or of the remote end; iproute2: `group`, `remote`. */
  group: [2, iproute2(oneFamily(ip4, 'group6'), 'remote')],
  /** Link that the outer packets use; iproute2: `dev`. */
  link: [3, iproute2(oneLink, 'dev')],
  /** IPv4 source address of the outer packets. */
  local: [4, oneFamily(ip4, 'local6')],
  /** TTL of the outer packets; 0 for the system's default; iproute2: `ttl`, `hoplimit`. */
  ttl: [5, iproute2(u8, 'hoplimit')],
  /** Type of service of the outer packets; 1 copies it from the inner packet; iproute2: `tos`, `dsfield`. */
  tos: [6, iproute2(u8, 'dsfield')],
  /** Learns addresses from received packets; on by default; iproute2: `learning`, `nolearning`. */
  learning: [7, iproute2(bool(u8), 'nolearning')],
  /** How long a learned address is kept, in seconds; 300 by default, also for 0 (vxlan_config_validate in drivers/net/vxlan/vxlan_core.c). */
  ageing: [8, u32],
  /** Maximum number of learned addresses, 0 for no limit; iproute2: `maxaddress`. */
  limit: [9, iproute2(u32, 'maxaddress')],
  /** UDP source ports of the outer packets; iproute2: `srcport`. */
  portRange: [
    10,
    iproute2(
      such(typed<VxlanPortRange, Readonly<Partial<VxlanPortRange>>>(portRange), '{ low: 40000, high: 50000 }'),
      'srcport',
    ),
  ],
  /** Answers ARP requests locally from the neighbour table; iproute2: `proxy`, `noproxy`. */
  proxy: [11, iproute2(bool(u8), 'noproxy')],
  /**
   * Sends packets directly to the neighbour instead of through the router if the neighbour is known (route short circuit); iproute2: `rsc`,
   * `norsc`.
   */
  rsc: [12, iproute2(bool(u8), 'norsc')],
  /** Notifies (RTM_GETNEIGH) when a hardware address is not in the forwarding table; iproute2: `l2miss`, `nol2miss`. */
  l2miss: [13, iproute2(bool(u8), 'nol2miss')],
  /** Notifies (RTM_GETNEIGH) when an IP address is not in the neighbour table; iproute2: `l3miss`, `nol3miss`. */
  l3miss: [14, iproute2(bool(u8), 'nol3miss')],
  /** UDP destination port, 8472 by default (IANA assigned 4789); iproute2: `dstport`. */
  port: [15, iproute2(be16, 'dstport')],
  /** IPv6 address of the multicast group or of the remote end; iproute2: `group`, `remote`. */
  group6: [16, iproute2(oneFamily(ip6, 'group'), 'remote')],
  /** IPv6 source address of the outer packets; iproute2: `local`. */
  local6: [17, oneFamily(ip6, 'local')],
  /** Computes UDP checksums of outer packets over IPv4; iproute2: `udpcsum`, `noudpcsum`. */
  udpCsum: [18, iproute2(bool(u8), 'noudpcsum')],
  /** Sends outer packets over IPv6 without a UDP checksum; iproute2: `udp6zerocsumtx`. */
  udpZeroCsum6Tx: [19, iproute2(bool(u8), 'udp6zerocsumtx', 'noudp6zerocsumtx')],
  /** Accepts outer packets over IPv6 without a UDP checksum; iproute2: `udp6zerocsumrx`. */
  udpZeroCsum6Rx: [20, iproute2(bool(u8), 'udp6zerocsumrx', 'noudp6zerocsumrx')],
  // Not sent if off: the kernel reserves header bits even for a value of 0.
  /** Leaves checksums of inner packets to the receiver (remote checksum offload); iproute2: `remcsumtx`. */
  remcsumTx: [21, iproute2(flagByte, 'noremcsumtx')],
  /** Computes checksums that the sender left out (remote checksum offload); iproute2: `remcsumrx`. */
  remcsumRx: [22, iproute2(flagByte, 'noremcsumrx')],
  /** Group policy extension: the header carries the mark of the packet. */
  gbp: [23, flag],
  /** Remote checksum offload sets the complete checksum instead of leaving a partial one. */
  remcsumNopartial: [24, flag],
  /** Takes the tunnel parameters of each packet from routes and filters, and passes those of received packets to them; iproute2: `external`. */
  collectMetadata: [25, iproute2(bool(u8), 'external', 'noexternal')],
  /** IPv6 flow label of the outer packets, 0 to 1048575; iproute2: `flowlabel`. */
  label: [26, iproute2(limit(be32, 0, 0xfffff), 'flowlabel')],
  /** Generic protocol extension: the header names the inner protocol (draft-ietf-nvo3-vxlan-gpe). */
  gpe: [27, flag],
  /** Copies the TTL from the inner packet; iproute2: `ttl inherit`. */
  ttlInherit: [28, flag],
  /** Don't Fragment bit of outer packets over IPv4: never set, always set, or copied from the inner packet. */
  df: [29, names(u8, { unset: 0, set: 1, inherit: 2 }, 'VXLAN_DF')],
  /** Accepts only listed VNIs (`bridge vni`). Requires `collectMetadata`; iproute2: `vnifilter`, `novnifilter`. Since Linux 5.18. */
  vnifilter: [30, iproute2(bool(u8), 'novnifilter')],
  /** Delivers packets addressed to this host to the local VXLAN without sending them; iproute2: `localbypass`, `nolocalbypass`. Since Linux 6.5. */
  localbypass: [31, iproute2(bool(u8), 'nolocalbypass')],
  /** Whether the flow label is `label` or is copied from the inner packet; iproute2: `flowlabel inherit`. Since Linux 6.7. */
  labelPolicy: [32, names(u32, { fixed: 0, inherit: 1 }, 'VXLAN_LABEL')],
  /** Bits of the header that must be zero in received packets (struct vxlanhdr); iproute2: `reserved_bits`. Since Linux 6.14. */
  reservedBits: [33, typed<VxlanHeaderBits, Readonly<Partial<VxlanHeaderBits>>>(reservedBits)],
  /** Routes multicast outer packets; Linux 6.18 accepts it but does not report it; iproute2: `mcroute`. Since Linux 6.16. */
  mcRoute: [34, bool(u8)],
})

/** Properties that can be set on a VXLAN. */
export interface VxlanData extends Input<typeof table>, Public {}
/** Properties of a VXLAN, as listed. */
export interface VxlanReport extends Value<typeof table>, Public {}

/** Creates a VXLAN tunnel. Requires `data.id`; `data.group` or `data.local` specify its ends. */
export const createVxlan = creator<'vxlan', DataOptions<VxlanData>>('createVxlan', 'vxlan')

const kind: Kind<VxlanReport, VxlanData> = {
  table,
  lower: 'data.link',
  required: [['data.id', 'data.collectMetadata']],
  // vxlan_nl2conf in drivers/net/vxlan/vxlan_core.c
  fixed: [
    ...[
      'id',
      'limit',
      'portRange',
      'proxy',
      'rsc',
      'l2miss',
      'l3miss',
      'port',
      'udpCsum',
      'udpZeroCsum6Tx',
      'udpZeroCsum6Rx',
    ],
    ...[
      'remcsumTx',
      'remcsumRx',
      'gbp',
      'remcsumNopartial',
      'collectMetadata',
      'gpe',
      'ttlInherit',
      'vnifilter',
      'labelPolicy',
    ],
    ...['reservedBits', 'mcRoute'],
  ],
}
export default kind
