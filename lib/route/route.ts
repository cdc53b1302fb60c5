import { NetlinkError } from '../errors.ts'
import { family } from '../family/family.ts'
import type { Protocol } from '../family/protocol.ts'
import type { Caller, Requester } from '../transport/caller.ts'
import type { Limits } from '../transport/limit.ts'
import type { Family } from '../wire/family.ts'
import type { Preset } from '../wire/message.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { type RouteType, route, type Table } from './message.ts'

/** A route as the kernel lists it. `dst` is always there, 'default' for every destination. */
export interface Route extends Omit<Value<typeof route>, 'dst'> {
  dst: string
}

/** What makes a route; every field of the kernel's is an option. */
export interface RouteOptions extends Input<typeof route> {}

/** Which routes are listed. */
export interface RouteFilter extends Limits {
  /** Both IPv4 and IPv6 unless given. */
  family?: Family | undefined
  /** 'main' unless given; 'all' for every table. */
  table?: Table | 'all' | undefined
  oif?: LinkRef | undefined
  protocol?: Protocol | undefined
  type?: RouteType | undefined
}

/** The packet whose way is asked for. */
export interface RouteLookup
  extends Limits,
    Pick<
      RouteOptions,
      'src' | 'iif' | 'oif' | 'mark' | 'uid' | 'tos' | 'ipProto' | 'sport' | 'dport' | 'flowlabel' | 'family'
    > {
  /** Address of the packet. */
  dst: string
  /** The route of the table that matches, instead of the packet's way; iproute2: `fibmatch`. */
  fibMatch?: boolean | undefined
}

/** RTM_NEWROUTE */
const verb = family(24, route)

/** The kernel's USER_HZ, in which it tells ages. */
const TICKS = 100

/** Nothing tells an empty destination, and the age of a route is told in other units than it is given in. */
function whole(found: Value<typeof route>): Route {
  if (found.dst === undefined) found.dst = 'default'
  const left = found.cacheinfo?.expires ?? 0
  if (left > 0) found.expires = Math.ceil(left / TICKS)
  return found as Route
}

const verbs = {
  add: verb('addRoute', 'add'),
  replace: verb('replaceRoute', 'replace'),
  append: verb('appendRoute', 'append'),
  delete: verb('deleteRoute', 'delete'),
  lookup: verb('lookupRoute', 'get', { answer: whole, preset: { family: 'inet' } }),
  list: verb('listRoutes', 'list', { answer: whole }),
  stream: verb('streamRoutes', 'list', { answer: whole }),
}

/**
 * What `ip route` sends where nothing was said: the kernel takes 0 for none of these. A route without a gateway ends on the
 * link, local ones on the host (iproute_modify in iproute2, fib_props in net/ipv4/fib_semantics.c).
 */
function preset(scope: string, table: string): Preset {
  return { family: 'inet', table, protocol: 'boot', scope, type: 'unicast' }
}
const FAR = preset('universe', 'main')
const LINK = preset('link', 'main')
const LOCAL = preset('host', 'local')
const AROUND = preset('link', 'local')
const MULTICAST = preset('link', 'main')
/** Whatever was not said matches any. */
const ANY: Preset = { family: 'inet', table: 'main', scope: 'nowhere' }
const ANY_LOCAL: Preset = { ...ANY, table: 'local' }

function presetOf(options: RouteOptions): Preset {
  switch (options.type) {
    case undefined:
    case 'unicast':
      return hasGateway(options) ? FAR : LINK
    case 'local':
    case 'nat':
      return LOCAL
    case 'broadcast':
    case 'anycast':
      return AROUND
    case 'multicast':
      return MULTICAST
    default:
      return FAR
  }
}

function hasGateway(options: RouteOptions): boolean {
  return (
    options.gateway !== undefined ||
    options.via !== undefined ||
    options.multipath !== undefined ||
    options.nhId !== undefined
  )
}

/**
 * A next-hop object says where the route leads. The kernel lists beside it what it says, and refuses to be told both
 * (rtm_to_fib_config in net/ipv4/fib_frontend.c).
 */
function request(options: RouteOptions): RouteOptions {
  if (options.nhId === undefined) return options
  const told = { oif: undefined, gateway: undefined, via: undefined, multipath: undefined }
  return { ...options, ...told, encapType: undefined, encap: undefined }
}

/**
 * Adds a route (`ip route add`). A route of the same destination, tos and priority is EEXIST; a gateway that no link
 * reaches ENETUNREACH.
 *
 * ```ts
 * await addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.1', oif: 'eth0' })
 * ```
 */
export function addRoute(caller: Requester, options: RouteOptions): Promise<void> {
  return caller.request(verbs.add, request(options), presetOf(options))
}

/** Adds a route, in the place of one with the same destination, tos and priority (`ip route replace`). */
export function replaceRoute(caller: Requester, options: RouteOptions): Promise<void> {
  return caller.request(verbs.replace, request(options), presetOf(options))
}

/** Adds a route behind those with the same destination, tos and priority (`ip route append`). */
export function appendRoute(caller: Requester, options: RouteOptions): Promise<void> {
  return caller.request(verbs.append, request(options), presetOf(options))
}

/** Deletes the first route that matches everything given (`ip route del`); ESRCH when there is none. */
export function deleteRoute(caller: Requester, options: RouteOptions): Promise<void> {
  const { type } = options
  const local = type === 'local' || type === 'broadcast' || type === 'anycast' || type === 'nat'
  return caller.request(verbs.delete, request(options), local ? ANY_LOCAL : ANY)
}

/** RTM_F_LOOKUP_TABLE tells the real table, which IPv6 does unasked and refuses to be asked for; RTM_F_FIB_MATCH the route itself. */
function lookupFlags(dst: string, fibMatch: boolean | undefined) {
  const table = String(dst).includes(':') ? [] : (['lookup_table'] as const)
  return fibMatch === true ? ([...table, 'fib_match'] as const) : table
}

/** The way a packet would take (`ip route get`): the kernel's own lookup, with rules and caches; ENETUNREACH when there is none. */
export function lookupRoute(caller: Caller, lookup: RouteLookup): Promise<Route> {
  const { signal, timeout, fibMatch, ...packet } = lookup
  if (packet.dst === undefined) throw new TypeError('lookupRoute: dst is missing')
  const question = { ...packet, flags: lookupFlags(packet.dst, fibMatch) }
  return caller.request(verbs.lookup, question, undefined, { signal, timeout })
}

/** What travels with the dump request: the kernel filters by these (ip_valid_fib_dump_req in net/ipv4/fib_frontend.c). */
function question(operation: string, filter: RouteFilter): { filter: object; limits: Limits } {
  const { signal, timeout, table = 'main', ...rest } = filter
  for (const key of Object.keys(rest)) {
    if (!FILTERS.includes(key))
      throw new TypeError(`${operation}: ${key} is not a filter; known are table, ${FILTERS.join(', ')}`)
  }
  return { filter: table === 'all' ? rest : { ...rest, table }, limits: { signal, timeout } }
}

const FILTERS = ['family', 'oif', 'protocol', 'type']

/** Unless a family was asked for, multicast routing tables (families above AF_MAX) are left out. */
function ordinary(found: Route): boolean {
  return typeof found.family !== 'number'
}

/** A table that does not exist is an empty one. */
function otherwise<T>(empty: T): (thrown: unknown) => T {
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
export function listRoutes(caller: Caller, options: RouteFilter = {}): Promise<Route[]> {
  const { filter, limits } = question('listRoutes', options)
  const keep = options.family === undefined ? ordinary : undefined
  return caller.list(verbs.list, filter, limits, keep).catch(otherwise([]))
}

/**
 * Lists routes one by one in constant memory: the next ones are asked of the kernel when these were taken. A table that changes
 * meanwhile ends the iteration with ERR_NETLINK_DUMP_INTERRUPTED, after its last route.
 */
export function streamRoutes(caller: Caller, options: RouteFilter = {}): AsyncIterable<Route> {
  const { filter, limits } = question('streamRoutes', options)
  return stepwise(caller.stream(verbs.stream, filter, limits, options.family === undefined ? ordinary : undefined))
}
