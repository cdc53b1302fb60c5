import { ip4, ip6 } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { be16, be32, bool, flag, limit, u8, u32 } from '../wire/integers.ts'
import { names } from '../wire/names.ts'
import { linkRef } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import type { Input, Type, Value } from '../wire/type.ts'
import { elsewhere } from './elsewhere.ts'

const onlyOn: Type<boolean> = { ...bool(u8), omits: (value) => value === false }

/** A VXLAN: enum IFLA_VXLAN_* of include/uapi/linux/if_link.h. */
export const vxlan = attrs('IFLA_VXLAN', {
  /** Network identifier (VNI), 24 bits. */
  id: [1, limit(u32, 0, 0xffffff)],
  /** Multicast group, or the one other end; iproute2: `group`, `remote`. */
  group: [2, elsewhere(ip4, 'group6')],
  /** Link that carries it; iproute2: `dev`. */
  link: [3, linkRef],
  /** Source address. */
  local: [4, elsewhere(ip4, 'local6')],
  /** Of the packets that carry; 0 takes the system's. */
  ttl: [5, u8],
  /** 1 takes the carried packet's. */
  tos: [6, u8],
  learning: [7, bool(u8)],
  /** Seconds for which a learnt address is kept. */
  ageing: [8, u32],
  /** How many addresses may be learnt, 0 for any number; iproute2: `maxaddress`. */
  limit: [9, u32],
  /** Source ports of the packets that carry; iproute2: `srcport`. */
  portRange: [10, struct({ low: be16, high: be16 }, 'ifla_vxlan_port_range')],
  /** Whether ARP is answered here. */
  proxy: [11, bool(u8)],
  /** Whether packets are routed past the router where that is known. */
  rsc: [12, bool(u8)],
  /** Whether a missing neighbour is told to programs. */
  l2miss: [13, bool(u8)],
  l3miss: [14, bool(u8)],
  /** UDP port of the other ends, 8472 unless given; iproute2: `dstport`. */
  port: [15, be16],
  group6: [16, elsewhere(ip6, 'group')],
  local6: [17, elsewhere(ip6, 'local')],
  udpCsum: [18, bool(u8)],
  udpZeroCsum6Tx: [19, bool(u8)],
  udpZeroCsum6Rx: [20, bool(u8)],
  /** Remote checksum offload. Its being off is not sent: the kernel reserves header bits for whatever is named. */
  remcsumTx: [21, onlyOn],
  remcsumRx: [22, onlyOn],
  /** Group policy extension. */
  gbp: [23, flag],
  remcsumNopartial: [24, flag],
  /** Whether routes and filters say where packets go; iproute2: `external`. */
  collectMetadata: [25, bool(u8)],
  /** IPv6 flow label of the packets that carry; iproute2: `flowlabel`. */
  label: [26, limit(be32, 0, 0xfffff)],
  /** Generic protocol extension. */
  gpe: [27, flag],
  /** Whether the TTL is the carried packet's; iproute2: `ttl inherit`. */
  ttlInherit: [28, flag],
  /** Whether IPv4 packets may not be fragmented on the way. */
  df: [29, names(u8, { unset: 0, set: 1, inherit: 2 }, 'VXLAN_DF')],
  /** Whether only listed VNIs are taken; with `collectMetadata`. Since Linux 5.18. */
  vnifilter: [30, bool(u8)],
  /** Whether packets for this very host are not sent. Since Linux 6.5. */
  localbypass: [31, bool(u8)],
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
