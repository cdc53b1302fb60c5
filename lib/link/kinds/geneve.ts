import { ip4, ip6 } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { be16, be32, bool, flag, limit, u8, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
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
  'ifla_geneve_port_range',
)

/** Range of UDP source ports, both ends included. */
export interface GenevePortRange extends Value<typeof portRange>, Public {}

/** A GENEVE tunnel: enum IFLA_GENEVE_* of include/uapi/linux/if_link.h; RFC 8926. */
const table = attrs('IFLA_GENEVE', {
  /** Virtual network identifier (VNI), 0 to 16777215; iproute2: `id`, `vni`. */
  id: [1, iproute2(limit(u32, 0, 0xffffff), 'vni')],
  /** IPv4 address of the remote end. */
  remote: [2, oneFamily(ip4, 'remote6')],
  /** TTL of the outer packets; 0 for the system's default; iproute2: `ttl`, `hoplimit`. */
  ttl: [3, iproute2(u8, 'hoplimit')],
  /** Type of service of the outer packets; 1 copies it from the inner packet; iproute2: `tos`, `dsfield`. */
  tos: [4, iproute2(u8, 'dsfield')],
  /** UDP destination port, 6081 by default; iproute2: `dstport`. */
  port: [5, iproute2(be16, 'dstport')],
  /** Takes the tunnel parameters of each packet from routes and filters, and passes those of received packets to them; iproute2: `external`. */
  collectMetadata: [6, iproute2(flag, 'external', 'noexternal')],
  /** IPv6 address of the remote end; iproute2: `remote`. */
  remote6: [7, oneFamily(ip6, 'remote')],
  /** Computes UDP checksums of outer packets over IPv4; iproute2: `udpcsum`, `noudpcsum`. */
  udpCsum: [8, iproute2(bool(u8), 'noudpcsum')],
  /** Sends outer packets over IPv6 without a UDP checksum; iproute2: `udp6zerocsumtx`. */
  udpZeroCsum6Tx: [9, iproute2(bool(u8), 'udp6zerocsumtx', 'noudp6zerocsumtx')],
  /** Accepts outer packets over IPv6 without a UDP checksum; iproute2: `udp6zerocsumrx`. */
  udpZeroCsum6Rx: [10, iproute2(bool(u8), 'udp6zerocsumrx', 'noudp6zerocsumrx')],
  /** IPv6 flow label of the outer packets, 0 to 1048575; iproute2: `flowlabel`. */
  label: [11, iproute2(limit(be32, 0, 0xfffff), 'flowlabel')],
  /** Copies the TTL from the inner packet; iproute2: `ttl inherit`. */
  ttlInherit: [12, bool(u8)],
  /** Don't Fragment bit of outer packets over IPv4: never set, always set, or copied from the inner packet. */
  df: [13, names(u8, { unset: 0, set: 1, inherit: 2 }, 'GENEVE_DF')],
  /** The header names the protocol of the inner packet, which has no Ethernet header; iproute2: `innerprotoinherit`. Since Linux 5.18. */
  innerProtoInherit: [14, flag],
  /** UDP source ports of the outer packets; iproute2: `srcport`. Since Linux 6.15. */
  portRange: [
    15,
    iproute2(
      such(typed<GenevePortRange, Readonly<Partial<GenevePortRange>>>(portRange), '{ low: 40000, high: 50000 }'),
      'srcport',
    ),
  ],
  /** Sends a hint by which the receiver joins packets faster (GRO). Since a Linux newer than 6.18. */
  groHint: [16, flag],
  /** IPv4 source address of the outer packets. Since a Linux newer than 6.18. */
  local: [17, oneFamily(ip4, 'local6')],
  /** IPv6 source address of the outer packets; iproute2: `local`. Since a Linux newer than 6.18. */
  local6: [18, oneFamily(ip6, 'local')],
})

/** Properties that can be set on a GENEVE tunnel. */
export interface GeneveData extends Input<typeof table>, Public {}
/** Properties of a GENEVE tunnel, as listed. */
export interface GeneveReport extends Value<typeof table>, Public {}

/** Creates a GENEVE tunnel. Requires `data.id` and `data.remote` or `data.remote6`, or `data.collectMetadata`. */
export const createGeneve = creator<'geneve', DataOptions<GeneveData>>('createGeneve', 'geneve')

const kind: Kind<GeneveReport, GeneveData> = {
  table,
  lower: 'none',
  required: [
    ['data.id', 'data.collectMetadata'],
    ['data.remote', 'data.remote6', 'data.collectMetadata'],
  ],
  // geneve_nl2info in drivers/net/geneve.c
  fixed: [
    ...['id', 'port', 'collectMetadata', 'udpCsum', 'udpZeroCsum6Tx', 'udpZeroCsum6Rx', 'innerProtoInherit'],
    ...['portRange', 'groHint'],
  ],
}
export default kind
