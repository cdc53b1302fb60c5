import { ip4, ip6 } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { be16, be32, bool, flag, flagByte, limit, u8, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import { oneLink } from '../../wire/reference.ts'
import { struct } from '../../wire/struct.ts'
import { type Input, typed, type Value } from '../../wire/type.ts'
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

/** UDP source ports, both of the range. */
export interface VxlanPortRange extends Value<typeof portRange> {}

const reservedBits = struct({
  /** Bits of the first word, with the flags. */
  flags: be32,
  /** Bits of the second word, with the VNI in the upper 24. */
  vni: be32,
})

/** Bits of the VXLAN header (struct vxlanhdr of include/net/vxlan.h). */
export interface VxlanHeaderBits extends Value<typeof reservedBits> {}

/** A VXLAN: enum IFLA_VXLAN_* of include/uapi/linux/if_link.h; RFC 7348. */
const table = attrs('IFLA_VXLAN', {
  /** Network identifier (VNI), 0 to 16777215; iproute2: `vni`. */
  id: [1, iproute2(limit(u32, 0, 0xffffff), 'vni')],
  /** IPv4 address of the multicast group, or of the one other end; iproute2: `group`, `remote`. */
  group: [2, iproute2(oneFamily(ip4, 'group6'), 'remote')],
  /** Link that carries the packets; iproute2: `dev`. */
  link: [3, iproute2(oneLink, 'dev')],
  /** IPv4 source address of the packets that carry. */
  local: [4, oneFamily(ip4, 'local6')],
  /** TTL of the packets that carry; 0 takes the system's; iproute2: `ttl`, `hoplimit`. */
  ttl: [5, iproute2(u8, 'hoplimit')],
  /** Type of service of the packets that carry; 1 takes the carried packet's; iproute2: `tos`, `dsfield`. */
  tos: [6, iproute2(u8, 'dsfield')],
  /** Whether addresses are learnt from packets that arrive; true unless given; iproute2: `learning`, `nolearning`. */
  learning: [7, iproute2(bool(u8), 'nolearning')],
  /** Seconds for which a learnt address is kept. */
  ageing: [8, u32],
  /** How many addresses may be learnt, 0 for any number; iproute2: `maxaddress`. */
  limit: [9, iproute2(u32, 'maxaddress')],
  /** UDP source ports of the packets that carry; iproute2: `srcport`. */
  portRange: [10, iproute2(typed<VxlanPortRange, Readonly<Partial<VxlanPortRange>>>(portRange), 'srcport')],
  /** Whether ARP is answered here, from the neighbour table; iproute2: `proxy`, `noproxy`. */
  proxy: [11, iproute2(bool(u8), 'noproxy')],
  /** Whether packets go straight to the neighbour, past the router, where it is known (route short circuit); iproute2: `rsc`, `norsc`. */
  rsc: [12, iproute2(bool(u8), 'norsc')],
  /** Whether a hardware address that is not in the forwarding table is notified (RTM_GETNEIGH); iproute2: `l2miss`, `nol2miss`. */
  l2miss: [13, iproute2(bool(u8), 'nol2miss')],
  /** Whether an IP address that is not in the neighbour table is notified (RTM_GETNEIGH); iproute2: `l3miss`, `nol3miss`. */
  l3miss: [14, iproute2(bool(u8), 'nol3miss')],
  /** UDP port of the other ends, 8472 unless given (IANA assigned 4789); iproute2: `dstport`. */
  port: [15, iproute2(be16, 'dstport')],
  /** IPv6 address of the multicast group, or of the one other end; iproute2: `group`, `remote`. */
  group6: [16, iproute2(oneFamily(ip6, 'group'), 'remote')],
  /** IPv6 source address of the packets that carry; iproute2: `local`. */
  local6: [17, oneFamily(ip6, 'local')],
  /** Whether UDP checksums are made over IPv4; iproute2: `udpcsum`, `noudpcsum`. */
  udpCsum: [18, iproute2(bool(u8), 'noudpcsum')],
  /** Whether packets over IPv6 are sent without a UDP checksum; iproute2: `udp6zerocsumtx`. */
  udpZeroCsum6Tx: [19, iproute2(bool(u8), 'udp6zerocsumtx', 'noudp6zerocsumtx')],
  /** Whether packets over IPv6 are accepted without a UDP checksum; iproute2: `udp6zerocsumrx`. */
  udpZeroCsum6Rx: [20, iproute2(bool(u8), 'udp6zerocsumrx', 'noudp6zerocsumrx')],
  // Remote checksum offload that is off is not sent: the kernel reserves header bits for whatever is named.
  /** Whether checksums of carried packets are left to the receiver (remote checksum offload); iproute2: `remcsumtx`. */
  remcsumTx: [21, iproute2(flagByte, 'noremcsumtx')],
  /** Whether checksums that the sender left out are made here; iproute2: `remcsumrx`. */
  remcsumRx: [22, iproute2(flagByte, 'noremcsumrx')],
  /** Group policy extension: the mark of a packet travels in the header. */
  gbp: [23, flag],
  /** Whether remote checksum offload sets the whole checksum instead of leaving a partial one. */
  remcsumNopartial: [24, flag],
  /** Whether routes and filters say where packets go, and what came with those that arrive; iproute2: `external`. */
  collectMetadata: [25, iproute2(bool(u8), 'external', 'noexternal')],
  /** IPv6 flow label of the packets that carry, 0 to 1048575; iproute2: `flowlabel`. */
  label: [26, iproute2(limit(be32, 0, 0xfffff), 'flowlabel')],
  /** Generic protocol extension: the header says what is carried (draft-ietf-nvo3-vxlan-gpe). */
  gpe: [27, flag],
  /** Whether the TTL is the carried packet's; iproute2: `ttl inherit`. */
  ttlInherit: [28, flag],
  /** Whether packets that carry IPv4 may not be fragmented on the way: never set, always, or as the carried packet has it. */
  df: [29, names(u8, { unset: 0, set: 1, inherit: 2 }, 'VXLAN_DF')],
  /** Whether only listed VNIs are taken (`bridge vni`); with `collectMetadata`; iproute2: `vnifilter`, `novnifilter`. Since Linux 5.18. */
  vnifilter: [30, iproute2(bool(u8), 'novnifilter')],
  /** Whether packets for this very host reach a local VXLAN without being sent; iproute2: `localbypass`, `nolocalbypass`. Since Linux 6.5. */
  localbypass: [31, iproute2(bool(u8), 'nolocalbypass')],
  /** Whether the flow label is `label` or the carried packet's; iproute2: `flowlabel inherit`. Since Linux 6.7. */
  labelPolicy: [32, names(u32, { fixed: 0, inherit: 1 }, 'VXLAN_LABEL')],
  /** Bits of the header that may not be set in packets that arrive (struct vxlanhdr); iproute2: `reserved_bits`. Since Linux 6.14. */
  reservedBits: [33, typed<VxlanHeaderBits, Readonly<Partial<VxlanHeaderBits>>>(reservedBits)],
  /** Whether multicast packets that carry are routed; 6.18 takes it but does not report it; iproute2: `mcroute`. Since Linux 6.16. */
  mcRoute: [34, bool(u8)],
})

/** Properties that a VXLAN can be given. */
export interface VxlanData extends Input<typeof table> {}
/** Properties of a VXLAN, as listed. */
export interface VxlanReport extends Value<typeof table> {}

/** Makes a VXLAN tunnel; `data.id` is needed, and `data.group` or `data.local` say where it ends. */
export const createVxlan = creator<'vxlan', DataOptions<VxlanData>>('createVxlan', 'vxlan')

const kind: Kind<VxlanReport, VxlanData> = { table, lower: 'data.link' }
export default kind
