import type { Preset } from '../wire/message.ts'
import type { Input } from '../wire/type.ts'
import { isLabel } from './label.ts'
import type { route } from './message.ts'

type Options = Input<typeof route>

/**
 * Defaults of `ip route`; the kernel does not treat 0 as a default. A route without a gateway has scope link, a local one scope host
 * (iproute_modify in iproute2, fib_props in net/ipv4/fib_semantics.c).
 */
function preset(scope: string, table: string): Preset {
  return { family: 'inet', table, protocol: 'boot', scope, type: 'unicast' }
}
const GATEWAY = preset('universe', 'main')
const LINK = preset('link', 'main')
const LOCAL = preset('host', 'local')
const BROADCAST = preset('link', 'local')
const MULTICAST = preset('link', 'main')
/** Fields that are not given match any value. */
const ANY: Preset = { family: 'inet', table: 'main', scope: 'nowhere' }
const ANY_LOCAL: Preset = { ...ANY, table: 'local' }
/**
 * MPLS has one table, one scope and one type, and requires them even to delete a route (rtm_to_route_config in net/mpls/af_mpls.c).
 */
const MPLS: Preset = { ...GATEWAY, family: 'mpls' }
const ANY_MPLS: Preset = { ...MPLS, protocol: 'unspec' }

/** Defaults for a new route. */
export function presetOf(options: Options): Preset {
  if (isMpls(options)) return MPLS
  switch (options.type) {
    case undefined:
    case 'unicast':
    case 1:
      return hasGateway(options) ? GATEWAY : LINK
    case 'local':
    case 2:
    case 'nat':
    case 10:
      return LOCAL
    case 'broadcast':
    case 3:
    case 'anycast':
    case 4:
      return BROADCAST
    case 'multicast':
    case 5:
      return MULTICAST
    default:
      return GATEWAY
  }
}

/** Defaults for deleting a route. */
export function deletionOf(options: Options): Preset {
  if (isMpls(options)) return ANY_MPLS
  const { table } = presetOf(options)
  return table === 'local' ? ANY_LOCAL : ANY
}

export function isMpls({ family, dst }: Options): boolean {
  return family === 'mpls' || family === 28 || (family === undefined && isLabel(dst))
}

function hasGateway(options: Options): boolean {
  return (
    options.gateway !== undefined ||
    options.via !== undefined ||
    options.multipath !== undefined ||
    options.nhId !== undefined
  )
}
