import { attrs } from '../../wire/attrs.ts'
import { be16, flag, u16 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** ETH_P_* of include/uapi/linux/if_ether.h: what a UDP tunnel carries. */
const etherType = names(be16, { ip: 0x0800, ipv6: 0x86dd, mpls_uc: 0x8847, mpls_mc: 0x8848 }, 'ETH_P', { ipv4: 'ip' })

/** A UDP tunnel without a header of its own: enum IFLA_BAREUDP_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_BAREUDP', {
  /** UDP destination port; iproute2: `dstport`. */
  port: [1, iproute2(be16, 'dstport')],
  /** Protocol of the inner packets: 'ip' for IPv4, 'ipv6', 'mpls_uc', 'mpls_mc', or its number. */
  ethertype: [2, etherType],
  /** Lowest UDP source port; iproute2: `srcportmin`. */
  srcportMin: [3, u16],
  /** Also carries IPv6 if `ethertype` is 'ip', and multicast if it is 'mpls_uc'; iproute2: `multiproto`. */
  multiprotoMode: [4, iproute2(flag, 'multiproto', 'nomultiproto')],
})

/** Properties that can be set on a bare UDP tunnel. */
export interface BareudpData extends Input<typeof table>, Public {}
/** Properties of a bare UDP tunnel, as listed. */
export interface BareudpReport extends Value<typeof table>, Public {}

/** Creates a bare UDP tunnel, whose remote end routes name. Requires `data.port` and `data.ethertype`. */
export const createBareudp = creator<'bareudp', DataOptions<BareudpData>>('createBareudp', 'bareudp')

const kind: Kind<BareudpReport, BareudpData> = {
  table,
  lower: 'none',
  required: [['data.port'], ['data.ethertype']],
  fixed: ['port', 'ethertype', 'srcportMin', 'multiprotoMode'],
}
export default kind
