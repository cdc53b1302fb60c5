import { ip4, ip6 } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { be16, be32, bool, flag, flagByte, limit, u8, u32 } from '../wire/integers.ts'
import { names } from '../wire/names.ts'
import { oneLink } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import type { Input, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { elsewhere } from './elsewhere.ts'

/** A VXLAN: enum IFLA_VXLAN_* of include/uapi/linux/if_link.h. */
export const vxlan = attrs('IFLA_VXLAN', {
  /** Network identifier (VNI), 24 bits. */
  id: [1, iproute2(limit(u32, 0, 0xffffff), 'vni')],
  /** Multicast group, or the one other end; iproute2: `group`, `remote`. */
  group: [2, iproute2(elsewhere(ip4, 'group6'), 'remote')],
  /** Link that carries it; iproute2: `dev`. */
  link: [3, iproute2(oneLink, 'dev')],
  /** Source address. */
  local: [4, elsewhere(ip4, 'local6')],
  /** Of the packets that carry; 0 takes the system's. */
  ttl: [5, iproute2(u8, 'hoplimit')],
  /** 1 takes the carried packet's. */
  tos: [6, iproute2(u8, 'dsfield')],
  learning: [7, iproute2(bool(u8), 'nolearning')],
  /** Seconds for which a learnt address is kept. */
  ageing: [8, u32],
  /** How many addresses may be learnt, 0 for any number; iproute2: `maxaddress`. */
  limit: [9, iproute2(u32, 'maxaddress')],
  /** Source ports of the packets that carry; iproute2: `srcport`. */
  portRange: [10, iproute2(struct({ low: be16, high: be16 }, 'ifla_vxlan_port_range'), 'srcport')],
  /** Whether ARP is answered here. */
  proxy: [11, iproute2(bool(u8), 'noproxy')],
  /** Whether packets are routed past the router where that is known. */
  rsc: [12, iproute2(bool(u8), 'norsc')],
  /** Whether a missing neighbour is told to programs. */
  l2miss: [13, iproute2(bool(u8), 'nol2miss')],
  l3miss: [14, iproute2(bool(u8), 'nol3miss')],
  /** UDP port of the other ends, 8472 unless given; iproute2: `dstport`. */
  port: [15, iproute2(be16, 'dstport')],
  group6: [16, elsewhere(ip6, 'group')],
  local6: [17, elsewhere(ip6, 'local')],
  udpCsum: [18, iproute2(bool(u8), 'noudpcsum')],
  udpZeroCsum6Tx: [19, iproute2(bool(u8), 'udp6zerocsumtx', 'noudp6zerocsumtx')],
  udpZeroCsum6Rx: [20, iproute2(bool(u8), 'udp6zerocsumrx', 'noudp6zerocsumrx')],
  /** Remote checksum offload. Its being off is not sent: the kernel reserves header bits for whatever is named. */
  remcsumTx: [21, iproute2(flagByte, 'noremcsumtx')],
  remcsumRx: [22, iproute2(flagByte, 'noremcsumrx')],
  /** Group policy extension. */
  gbp: [23, flag],
  remcsumNopartial: [24, flag],
  /** Whether routes and filters say where packets go; iproute2: `external`. */
  collectMetadata: [25, iproute2(bool(u8), 'external', 'noexternal')],
  /** IPv6 flow label of the packets that carry; iproute2: `flowlabel`. */
  label: [26, iproute2(limit(be32, 0, 0xfffff), 'flowlabel')],
  /** Generic protocol extension. */
  gpe: [27, flag],
  /** Whether the TTL is the carried packet's; iproute2: `ttl inherit`. */
  ttlInherit: [28, flag],
  /** Whether IPv4 packets may not be fragmented on the way. */
  df: [29, names(u8, { unset: 0, set: 1, inherit: 2 }, 'VXLAN_DF')],
  /** Whether only listed VNIs are taken; with `collectMetadata`. Since Linux 5.18. */
  vnifilter: [30, iproute2(bool(u8), 'novnifilter')],
  /** Whether packets for this very host are not sent. Since Linux 6.5. */
  localbypass: [31, iproute2(bool(u8), 'nolocalbypass')],
  /** Since Linux 6.7; iproute2: `flowlabel inherit`. */
  labelPolicy: [32, names(u32, { fixed: 0, inherit: 1 }, 'VXLAN_LABEL')],
  /** Bits of the header that may not be set in packets that arrive (struct vxlanhdr). Since Linux 6.14. */
  reservedBits: [33, struct({ flags: be32, vni: be32 })],
  /** Whether multicast packets that carry are routed; 6.18 takes it but does not report it. Since Linux 6.16. */
  mcRoute: [34, bool(u8)],
})

/** What a VXLAN can be told. */
export interface VxlanData extends Input<typeof vxlan> {}
/** What a VXLAN tells of itself. */
export interface VxlanReport extends Value<typeof vxlan> {}
