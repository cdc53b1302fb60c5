import type { Input } from '../wire/type.ts'
import { checkRoute } from './check.ts'
import type { route } from './message.ts'
import { isMpls } from './preset.ts'

type Options = Input<typeof route>

/**
 * A next-hop object determines the route's next hop. The kernel lists both, but refuses both in a request
 * (rtm_to_fib_config in net/ipv4/fib_frontend.c).
 */
export function toRequest(operation: string, options: Options & { cache?: unknown }): object {
  checkRoute(operation, options)
  // MPLS looks at the table in the header alone, where the preset has it.
  if (isMpls(options) && (options.table === 'main' || options.table === 254)) return { ...options, table: undefined }
  if (options.nhId === undefined && options.cache === undefined) return options
  const { cache: _, ...rest } = options
  if (options.nhId === undefined) return rest
  const told = { oif: undefined, gateway: undefined, via: undefined, multipath: undefined }
  return { ...rest, ...told, encapType: undefined, encap: undefined }
}

/** The kernel reports the type of a next-hop object that is a black hole as the route's, and compares the route's own (fib_dump_info). */
export function deletionRequest(operation: string, options: Options): object {
  const asked = toRequest(operation, options)
  return options.nhId !== undefined && (options.type === 'blackhole' || options.type === 6)
    ? { ...asked, type: undefined }
    : asked
}
