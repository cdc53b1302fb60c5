import { NetlinkError } from '../errors.ts'
import type { Protocol } from '../protocol/enums/protocol.ts'
import { type Table, table } from '../protocol/enums/table.ts'
import type { Caller } from '../transport/caller.ts'
import { fieldsOf, orAll, readFilter } from '../transport/filter.ts'
import type { Limits } from '../transport/limit.ts'
import type { Family } from '../wire/family.ts'
import type { LinkRef } from '../wire/reference.ts'
import { type RouteType, route } from './message.ts'
import { Repeats } from './repeat.ts'
import { type Route, verb, whole } from './report.ts'

/** Which routes are listed. */
export interface RouteFilter extends Limits {
  /** Both IPv4 and IPv6 unless given. */
  family?: Family | undefined
  /** 'main' unless given; 'all' for every table. */
  table?: Table | 'all' | undefined
  /** Link that packets leave by; iproute2: `dev`. */
  oif?: LinkRef | undefined
  /** Who made them; iproute2: `proto`. */
  protocol?: Protocol | undefined
  /** What happens to packets. */
  type?: RouteType | undefined
}

/** What a list has beside its name. */
export const extras = { answer: whole, repeats: () => new Repeats() }
const verbs = {
  list: verb('listRoutes', 'list', extras),
  stream: verb('streamRoutes', 'list', extras),
}

/** The filters, and iproute2's words for them. */
export const FILTERS = [...fieldsOf(route, 'family', 'oif', 'protocol', 'type'), { key: 'table', type: orAll(table) }]

/** What travels with the dump request: the kernel filters by these (ip_valid_fib_dump_req in net/ipv4/fib_frontend.c). */
export function question(operation: string, options: RouteFilter, within: Limits | undefined) {
  const { given, limits } = readFilter(operation, options, within, FILTERS)
  const { table: wanted = 'main', ...rest } = given
  const { family = 'unspec' } = rest
  return {
    given,
    filter: wanted === 'all' ? rest : { ...rest, table: wanted },
    limits,
    keep: family === 'unspec' ? isIp : undefined,
  }
}

/** Unless a family was asked for, MPLS and multicast routing are left out, as `ip route` has them apart. */
function isIp({ family }: Route): boolean {
  return family === 'inet' || family === 'inet6'
}

/** A table that does not exist is an empty one. */
export function otherwise<T>(empty: T): (thrown: unknown) => T {
  return (thrown) => {
    if (thrown instanceof NetlinkError && thrown.code === 'ENOENT') return empty
    throw thrown
  }
}

/** The first step of a stream tells whether there is a table. */
function stepwise(routes: AsyncIterableIterator<Route>): AsyncIterableIterator<Route> {
  let begun = false
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      if (begun) return routes.next()
      begun = true
      return routes.next().catch(otherwise({ value: undefined, done: true as const }))
    },
    return: () => routes.return?.() ?? Promise.resolve({ value: undefined, done: true as const }),
  }
}

/** Lists routes (`ip route show`), of table main unless the filter says otherwise. */
export function listRoutes(caller: Caller, filter: RouteFilter = {}, limits?: Limits): Promise<Route[]> {
  const asked = question('listRoutes', filter, limits)
  return caller.list(verbs.list, asked.filter, asked.limits, asked.keep).catch(otherwise([]))
}

/**
 * Lists routes one by one in constant memory: the next ones are asked of the kernel when these were taken. A table that changes
 * meanwhile ends the iteration with ERR_NETLINK_DUMP_INTERRUPTED, after its last route.
 */
export function streamRoutes(caller: Caller, filter: RouteFilter = {}, limits?: Limits): AsyncIterable<Route> {
  const asked = question('streamRoutes', filter, limits)
  return stepwise(caller.stream(verbs.stream, asked.filter, asked.limits, asked.keep))
}
