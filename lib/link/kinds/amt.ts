import { ip4 } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { be16, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import { oneLink } from '../../wire/reference.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** An automatic multicast tunnel (AMT, RFC 7450): enum IFLA_AMT_* of include/uapi/linux/amt.h. */
const table = attrs('IFLA_AMT', {
  /** 'gateway' receives multicast through the tunnel, 'relay' sends it into the tunnel. */
  mode: [1, names(u32, { gateway: 0, relay: 1 }, 'AMT_MODE')],
  /** UDP port of the relay, 2268 by default; iproute2: `relay_port`. */
  relayPort: [2, be16],
  /** UDP port of the gateway, 2268 by default; iproute2: `gateway_port`. */
  gatewayPort: [3, be16],
  /** Link that the outer packets use; iproute2: `dev`. */
  link: [4, iproute2(oneLink, 'dev')],
  /** IPv4 source address of the outer packets; iproute2: `local`. */
  localIp: [5, iproute2(ip4, 'local')],
  /** IPv4 address of the relay that the gateway found; iproute2: `remote`. */
  remoteIp: [6, ip4, 'report'],
  /** IPv4 address at which the gateway looks for a relay; iproute2: `discovery`. */
  discoveryIp: [7, iproute2(ip4, 'discovery')],
  /** Maximum number of tunnels of a relay; iproute2: `max_tunnels`. */
  maxTunnels: [8, u32],
})

/** Properties that can be set on an automatic multicast tunnel. */
export interface AmtData extends Input<typeof table>, Public {}
/** Properties of an automatic multicast tunnel, as listed. */
export interface AmtReport extends Value<typeof table>, Public {}

/** Creates an automatic multicast tunnel. Requires `data.mode`, `data.link` and `data.localIp`, and for a gateway `data.discoveryIp`. */
export const createAmt = creator<'amt', DataOptions<AmtData>>('createAmt', 'amt')

const kind: Kind<AmtReport, AmtData> = {
  table,
  lower: 'data.link',
  required: [['data.mode'], ['data.link'], ['data.localIp']],
  fixed: ['mode', 'relayPort', 'gatewayPort', 'link', 'localIp', 'discoveryIp', 'maxTunnels'],
}
export default kind
