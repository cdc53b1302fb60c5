import { callerError } from '../errors.ts'
import type { Caller, Requester } from '../transport/caller.ts'
import { fieldsOf, readLimits } from '../transport/filter.ts'
import type { Limits } from '../transport/limit.ts'
import type { Input } from '../wire/type.ts'
import { unknownOption } from '../wire/unknown.ts'
import { checkRoute } from './check.ts'
import { route } from './message.ts'
import { deletionOf, isMpls, presetOf } from './preset.ts'
import { type Route, verb, whole } from './report.ts'

type Given = Input<typeof route>

/** What a lookup says of its packet, and a route has not got. */
type OfPacket = 'iif' | 'mark' | 'uid' | 'ipProto' | 'sport' | 'dport' | 'flowlabel'

/** What makes a route; every field of the kernel's is an option. A listed route is accepted too, and what the kernel only reports is not sent. */
export interface RouteOptions extends Omit<Given, 'dst' | OfPacket> {
  /** Destination, '10.0.0.0/8'; 'default' for every one; a label such as '100' in a route of MPLS; iproute2: `to`. */
  dst: string
}

/** The packet whose way is asked for. */
export interface RouteLookup extends Limits, Pick<Given, 'family' | 'src' | 'oif' | 'tos' | OfPacket> {
  /** Destination address of the packet, '8.8.8.8'. */
  dst: string
  /** The route of the table that matches, instead of the packet's way; iproute2: `fibmatch`. */
  fibMatch?: boolean | undefined
}

const verbs = {
  add: verb('addRoute', 'add'),
  replace: verb('replaceRoute', 'replace'),
  append: verb('appendRoute', 'append'),
  delete: verb('deleteRoute', 'delete'),
  lookup: verb('lookupRoute', 'get', { answer: whole, preset: { family: 'inet' } }),
}

/**
 * A next-hop object says where the route leads. The kernel lists beside it what it says, and refuses to be told both
 * (rtm_to_fib_config in net/ipv4/fib_frontend.c).
 */
function request(operation: string, options: RouteOptions & { cache?: unknown }): object {
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
export function deletion(operation: string, options: RouteOptions): object {
  const asked = request(operation, options)
  return options.nhId !== undefined && (options.type === 'blackhole' || options.type === 6)
    ? { ...asked, type: undefined }
    : asked
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
  return caller.request(verbs.add, request('addRoute', options), presetOf(options))
}

/** Adds a route, in the place of one with the same destination, tos and priority (`ip route replace`). */
export function replaceRoute(caller: Requester, options: RouteOptions): Promise<void> {
  return caller.request(verbs.replace, request('replaceRoute', options), presetOf(options))
}

/** Adds a route behind those with the same destination, tos and priority (`ip route append`). */
export function appendRoute(caller: Requester, options: RouteOptions): Promise<void> {
  return caller.request(verbs.append, request('appendRoute', options), presetOf(options))
}

/** Deletes the first route that matches everything given (`ip route del`); ESRCH when there is none. */
export function deleteRoute(caller: Requester, options: RouteOptions): Promise<void> {
  return caller.request(verbs.delete, deletion('deleteRoute', options), deletionOf(options))
}

/**
 * RTM_F_LOOKUP_TABLE tells the real table, which IPv6 does unasked and refuses to be asked for, as MPLS does; RTM_F_FIB_MATCH the
 * route itself.
 */
function lookupFlags(packet: RouteLookup, fibMatch: boolean | undefined) {
  const table = String(packet.dst).includes(':') || isMpls(packet) ? [] : (['lookup_table'] as const)
  return fibMatch === true ? ([...table, 'fib_match'] as const) : table
}

const LOOKUPS = [
  ...fieldsOf(
    route,
    ...['family', 'dst', 'src', 'iif', 'oif', 'mark', 'uid', 'tos', 'ipProto', 'sport', 'dport', 'flowlabel'],
  ),
  { key: 'fibMatch' },
]

/** The way a packet would take (`ip route get`): the kernel's own lookup, with rules and caches; ENETUNREACH when there is none. */
export function lookupRoute(caller: Caller, lookup: RouteLookup, limits?: Limits): Promise<Route> {
  const { signal, timeout, fibMatch, ...packet } = lookup
  for (const key of Object.keys(packet)) {
    if (!LOOKUPS.some((one) => one.key === key)) throw callerError('lookupRoute', unknownOption(key, LOOKUPS))
  }
  if (packet.dst === undefined) throw new TypeError('lookupRoute: dst is missing')
  if (packet.dst === 'default') throw new TypeError("lookupRoute: dst must be the address of a packet, not 'default'")
  const question = { ...packet, flags: lookupFlags(packet, fibMatch) }
  return caller.request(verbs.lookup, question, undefined, readLimits('lookupRoute', { signal, timeout }, limits))
}
