import { type Attrs, attrs } from '../../wire/attrs.ts'
import { be32, u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import { ip6TunnelFlags } from './ip6-tunnel-flags.ts'
import { iptun6Rows, iptunExternalRows, iptunRows } from './iptun-rows.ts'
import type { Kind } from './kind.ts'

const own = {
  /** How many further tunnels a packet may enter, 0 by default (`ip` sends 4); the flag `ign_encap_limit` turns the limit off; iproute2: `encaplimit`. */
  encapLimit: [6, u8],
  /** Traffic class (bits 20 to 27) and flow label (the lower 20 bits) of the outer packets; iproute2: `tclass`, `flowlabel`. */
  flowinfo: [7, iproute2(be32, 'tclass', 'flowlabel', 'tos', 'dsfield')],
  /**
   * `ign_encap_limit`: no limit of encapsulation (`encaplimit none`); `use_orig_tclass`, `use_orig_flowlabel`, `use_orig_fwmark`: copied from the
   * inner packet; `rcv_dscp_copy`: the inner packet gets the DSCP of the outer one (`dscp inherit`); `allow_local_remote`: the remote address may
   * be one of this host; iproute2: `dscp`, `allow-localremote`.
   */
  flags: [8, iproute2(ip6TunnelFlags, 'dscp', 'allow-localremote', 'noallow-localremote')],
  /** Packets that the tunnel carries: IPv6 ('ip6ip6'), IPv4 ('ipip6'), or both ('any', the default); iproute2: `mode`. */
  proto: [9, iproute2(names(u8, { any: 0, ipip6: 4, ip6ip6: 41 }), 'mode')],
} as const

type Rows = typeof iptunRows & typeof iptunExternalRows & typeof iptun6Rows & typeof own

/** A tunnel of IP packets over IPv6 (RFC 2473). */
const table: Attrs<Rows> = attrs('IFLA_IPTUN', { ...iptunRows, ...iptunExternalRows, ...iptun6Rows, ...own })

/** Properties that can be set on a tunnel of IP packets over IPv6. */
export interface Ip6tnlData extends Input<typeof table>, Public {}
/** Properties of a tunnel of IP packets over IPv6, as listed. */
export interface Ip6tnlReport extends Value<typeof table>, Public {}

/** Creates a tunnel of IPv6 or IPv4 packets over IPv6. */
export const createIp6tnl = creator<'ip6tnl', DataOptions<Ip6tnlData>>('createIp6tnl', 'ip6tnl')

const kind: Kind<Ip6tnlReport, Ip6tnlData> = { table, lower: 'data.link', whole: true, fixed: ['collectMetadata'] }
export default kind
