import { callerError, describeValue } from '../errors.ts'
import type { Handle, Sender } from '../transport/handle.ts'
import { Again } from '../verb/again.ts'
import { fieldsOf, NAMING, readLimits } from '../verb/filter.ts'
import { type Naming, named, takeNames } from '../verb/naming.ts'
import { change, verb } from '../verb/verb.ts'
import type { Input } from '../wire/type.ts'
import { unknownOption } from '../wire/unknown.ts'
import { route } from './message.ts'
import { deletionOf, isMpls, presetOf } from './preset.ts'
import { linksOf, normalize, type Route, request } from './report.ts'
import { deletionRequest, newRequest } from './request.ts'

type Given = Input<typeof route>

/** Properties of the packet of a lookup, which a route does not have. */
type OfPacket = 'iif' | 'mark' | 'uid' | 'ipProto' | 'sport' | 'dport' | 'flowlabel'

/** A route to add; every field of the kernel is an option. A listed route is accepted as well; what the kernel only reports is not sent. */
export interface RouteOptions extends Omit<Given, 'dst' | OfPacket> {
  /** Destination, '10.0.0.0/8'; 'default' for every destination; a label such as '100' in an MPLS route; iproute2: `to`. */
  dst: string
}

/** The packet to look up. */
export interface RouteLookup extends Naming, Pick<Given, 'family' | 'src' | 'oif' | 'tos' | OfPacket> {
  /** Destination address of the packet, '8.8.8.8'. */
  dst: string
  /** Returns the matching route of the table instead of the route of this packet; iproute2: `fibmatch`. */
  fibMatch?: boolean | undefined
}

/** On these values depends neither a check nor a default. */
const alike = ['dst', 'gateway', 'prefsrc', 'oif', 'priority', 'table', 'protocol', 'tos'] as const

/** Routes that differ in these. */
const again = new Again(Object.fromEntries(alike.map((path) => [path, [{ path }]])))

const requests = {
  add: request('addRoute', 'add'),
  replace: request('replaceRoute', 'replace'),
  append: request('appendRoute', 'append'),
  delete: request('deleteRoute', 'delete'),
  lookup: request('lookupRoute', 'get', { answer: normalize, preset: { family: 'inet' } }),
}

/**
 * Adds a route (`ip route add`). EEXIST if there is one with the same destination, tos and priority; ENETUNREACH if the gateway cannot be
 * reached through any link.
 *
 * ```ts
 * await addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.1', oif: 'eth0' })
 * ```
 */
export const addRoute = change(
  'addRoute',
  (sender: Sender, options: RouteOptions): Promise<void> => {
    const repeated = again.request(sender, requests.add, options)
    if (repeated !== undefined) return repeated
    const message = newRequest('addRoute', options)
    const preset = presetOf(options)
    again.follow(sender, options, requests.add, message, preset)
    return sender.request(requests.add, message, preset)
  },
  { bare: 'dst', alike, undo: 'exact' },
)

/** Adds a route, or replaces the one with the same destination, tos and priority (`ip route replace`). */
export const replaceRoute = change(
  'replaceRoute',
  (sender: Sender, options: RouteOptions): Promise<void> =>
    sender.request(requests.replace, newRequest('replaceRoute', options), presetOf(options)),
  { bare: 'dst', alike, undo: 'exact' },
)

/** Adds a route after those with the same destination, tos and priority (`ip route append`). */
export const appendRoute = change(
  'appendRoute',
  (sender: Sender, options: RouteOptions): Promise<void> =>
    sender.request(requests.append, newRequest('appendRoute', options), presetOf(options)),
  { bare: 'dst', alike, undo: 'exact' },
)

/**
 * Deletes the first route that matches (`ip route del`). ESRCH if none matches. The kernel compares `dst`, `table`, `priority`, `protocol`,
 * `gateway`, `oif`, `multipath` and `nhId`, for IPv4 also `type`, `tos`, `scope`, `prefsrc` and `metrics`. It ignores everything else: an IPv6 route is deleted
 * even if its `type` is another. For IPv6, it deletes every hop of `multipath` on its own, and those that exist even if another is missing (ESRCH).
 */
export const deleteRoute = change(
  'deleteRoute',
  (sender: Sender, options: RouteOptions): Promise<void> =>
    sender.request(requests.delete, deletionRequest('deleteRoute', options), deletionOf(options)),
  { bare: 'dst', alike, undo: 'exact' },
)

/**
 * RTM_F_LOOKUP_TABLE requests the real table, which IPv6 always reports and refuses as a flag, as MPLS does; RTM_F_FIB_MATCH requests the
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

/** Whether a destination is a prefix that is shorter than an address. */
function isSubnet(dst: unknown): boolean {
  return typeof dst === 'string' && /\/\d+$/.test(dst) && !dst.endsWith(dst.includes(':') ? '/128' : '/32')
}

/** Looks up the route a packet would take (`ip route get`): the kernel's own lookup, with rules and caches. ENETUNREACH if there is none. */
export const lookupRoute = verb(
  'lookupRoute',
  (handle: Handle, lookup: RouteLookup, options?: Naming): Promise<Route> => {
    const { names, filter, within } = takeNames('lookupRoute', lookup, options)
    const { signal, timeout, fibMatch, ...packet } = filter
    for (const key of Object.keys(packet)) {
      if (LOOKUPS.some((one) => one.key === key)) continue
      throw callerError('lookupRoute', unknownOption(key, [...LOOKUPS, ...NAMING]))
    }
    if (packet.dst === undefined) throw new TypeError('lookupRoute: dst is missing')
    if (packet.dst === 'default' || isSubnet(packet.dst))
      throw new TypeError(`lookupRoute: dst must be the address of a packet, not ${describeValue(packet.dst)}`)
    const question = { ...packet, flags: lookupFlags(packet, fibMatch) }
    const limits = readLimits('lookupRoute', { signal, timeout }, within, NAMING)
    const found = handle.request(requests.lookup, question, undefined, limits)
    return names ? named(handle, 'lookupRoute', limits, found, linksOf) : found
  },
  { first: 'options', bare: 'dst' },
)
