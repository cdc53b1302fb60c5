import { callerError, InputError } from '../errors.ts'
import type { Input } from '../wire/type.ts'
import { checkRoute, checkTargets } from './check.ts'
import type { route } from './message.ts'
import { isMpls } from './preset.ts'

type Options = Input<typeof route>

/**
 * A next-hop object determines the route's next hop. The kernel reports both, but rejects a request with both
 * (rtm_to_fib_config in net/ipv4/fib_frontend.c).
 */
export function toRequest(operation: string, options: Options & { cache?: unknown }): object {
  checkRoute(operation, options)
  // MPLS reads the table from the header only, where the preset sets it.
  if (isMpls(options) && (options.table === 'main' || options.table === 254)) return { ...options, table: undefined }
  if (options.nhId === undefined && options.cache === undefined) return options
  const { cache: _, ...rest } = options
  if (options.nhId === undefined) return rest
  checkNexthop(operation, rest)
  const cleared = { oif: undefined, gateway: undefined, via: undefined, multipath: undefined }
  return { ...rest, ...cleared, encapType: undefined, encap: undefined }
}

/** What a next-hop object determines. */
const OF_NEXTHOP = ['gateway', 'oif', 'via', 'multipath', 'encapType', 'encap'] as const
/** Fields of the header, which every listed route has, and no route that a caller describes has them all. */
const HEADER = ['family', 'tos', 'protocol', 'scope', 'type', 'flags'] as const

/** In a listed route, the kernel's copy of the next hop is left out; a caller's own would be lost. */
function checkNexthop(operation: string, options: Options): void {
  const own = OF_NEXTHOP.find((key) => options[key] !== undefined)
  if (own === undefined || HEADER.every((key) => options[key] !== undefined)) return
  throw callerError(operation, new InputError('conflicts with nhId, which determines where the route leads').under(own))
}

/** The request for a route that is made, which leads somewhere. */
export function newRequest(operation: string, options: Options): object {
  const asked = toRequest(operation, options)
  checkTargets(operation, options)
  return asked
}

/** The kernel reports the type of a blackhole next-hop object as that of the route, but compares the route's own (fib_dump_info). */
export function deletionRequest(operation: string, options: Options): object {
  const request = toRequest(operation, options)
  return options.nhId !== undefined && (options.type === 'blackhole' || options.type === 6)
    ? { ...request, type: undefined }
    : request
}
