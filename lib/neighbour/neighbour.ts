import { family } from '../family/family.ts'
import type { Caller, Requester } from '../transport/caller.ts'
import type { Limits } from '../transport/limit.ts'
import type { Family } from '../wire/family.ts'
import type { Preset } from '../wire/message.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { type NeighbourState, neighbour } from './message.ts'

/** An entry of a neighbour table (ARP, NDP) or, with family 'bridge', of a forwarding table, as the kernel lists it. */
export interface Neighbour extends Value<typeof neighbour> {}

/** What makes an entry. `master` only tells: 'master' among `flags` chooses the table of the bridge. */
export interface NeighbourOptions extends Omit<Input<typeof neighbour>, 'link'> {
  link: LinkRef
}

/** Which entries are listed; the kernel filters by all but the state. */
export interface NeighbourFilter extends Limits {
  /** Both IPv4 and IPv6 unless given; 'bridge' for forwarding tables. */
  family?: Family | undefined
  /** Link on which they are; iproute2: `dev`, `brport`. */
  link?: LinkRef | undefined
  /** Bridge or VRF that their link belongs to; iproute2: `br`, `vrf`. */
  master?: LinkRef | undefined
  /** The entries for which this host answers in place of others, instead of those it knows. */
  proxy?: boolean | undefined
  /** One of these states; 'all' for every one. Without it 'noarp' is left out, as `ip neighbour` does. */
  state?: NeighbourState | 'all' | undefined
}

/** RTM_NEWNEIGH */
const verb = family(28, neighbour)

const verbs = {
  add: verb('addNeighbour', 'add'),
  replace: verb('replaceNeighbour', 'replace'),
  append: verb('appendNeighbour', 'append'),
  delete: verb('deleteNeighbour', 'delete'),
  list: verb('listNeighbours', 'list', { answer: (found: Neighbour) => found, publish: filtered }),
  stream: verb('streamNeighbours', 'list', { answer: (found: Neighbour) => found, publish: filtered }),
}

/** A list is filtered by NDA_IFINDEX, which the caller says as `link`. */
function filtered(path: string): string {
  return path === 'ifindex' ? 'link' : path
}

/** What `ip neighbour add` sends where nothing was said (ipneigh_modify in iproute2). */
const PERMANENT: Preset = { state: 'permanent' }
/** An entry that the kernel resolves by itself. */
const NONE: Preset = { state: 'none' }
/** What `bridge fdb` sends, also to delete: links without a table of their own ask for it (ndo_dflt_fdb_del in net/core/rtnetlink.c). */
const LOCAL: Preset = { state: 'permanent', flags: ['self'] }

function presetOf(options: NeighbourOptions): Preset {
  if (options.family === 'bridge') return LOCAL
  return options.flagsExt?.includes('managed') === true ? NONE : PERMANENT
}

/** The family goes first: how `dst` is written depends on it. */
function toRequest(operation: string, { master, ...options }: NeighbourOptions): object {
  const forwarding = options.family === 'bridge'
  const key = forwarding ? 'lladdr' : 'dst'
  if (options[key] === undefined) throw new TypeError(`${operation}: ${key} is missing`)
  if (options.link === undefined) throw new TypeError(`${operation}: link is missing`)
  return forwarding ? { family: options.family, ...options, ...forwarded(options, master) } : options
}

/**
 * What an entry of a bridge's table, given back as it was listed, needs to find there again: the kernel tells its table by
 * `master` alone, with the bridge itself as the master of its own entries, and a learned one that grew stale is taken as
 * reachable only (br_fdb_fill and br_fdb_add in net/bridge/br_fdb.c).
 */
function forwarded({ flags, state, link }: Omit<NeighbourOptions, 'master'>, master: LinkRef | undefined): object {
  const chosen = flags === undefined || flags.includes('self') || flags.includes('master')
  const table = master === undefined || master === link ? 'self' : 'master'
  return {
    ...(chosen ? undefined : { flags: [...flags, table] }),
    ...(state === 'stale' ? { state: 'reachable' } : undefined),
  }
}

/**
 * Adds an entry (`ip neighbour add`, with family 'bridge' `bridge fdb add`). EEXIST when the address has one.
 *
 * ```ts
 * await addNeighbour({ link: 'eth0', dst: '10.0.0.2', lladdr: '02:00:00:00:00:02' })
 * await addNeighbour({ link: 'eth0', dst: '10.0.0.3', flags: ['proxy'] })
 * await addNeighbour({ family: 'bridge', link: 'vxlan0', lladdr: '02:00:00:00:00:04', dst: '192.0.2.4' })
 * ```
 */
export function addNeighbour(caller: Requester, options: NeighbourOptions): Promise<void> {
  return caller.request(verbs.add, toRequest('addNeighbour', options), presetOf(options))
}

/** Adds an entry or changes it (`ip neighbour replace`, `bridge fdb replace`). */
export function replaceNeighbour(caller: Requester, options: NeighbourOptions): Promise<void> {
  return caller.request(verbs.replace, toRequest('replaceNeighbour', options), presetOf(options))
}

/**
 * Gives an entry of a VXLAN forwarding table one more remote end (`bridge fdb append`), as flooding to several needs:
 * `lladdr: '00:00:00:00:00:00'`.
 */
export function appendNeighbour(caller: Requester, options: NeighbourOptions): Promise<void> {
  return caller.request(verbs.append, toRequest('appendNeighbour', options), presetOf(options))
}

/** Deletes an entry (`ip neighbour del`, `bridge fdb del`); ENOENT when there is none. */
export function deleteNeighbour(caller: Requester, options: NeighbourOptions): Promise<void> {
  const request = toRequest('deleteNeighbour', options)
  return caller.request(verbs.delete, request, options.family === 'bridge' ? LOCAL : undefined)
}

/**
 * What travels with the dump request (neigh_valid_dump_req in net/core/neighbour.c, valid_fdb_dump_strict in
 * net/core/rtnetlink.c), and what is compared here.
 */
function question(operation: string, options: NeighbourFilter) {
  const { signal, timeout, family: wanted, link, master, proxy, state, ...rest } = options
  for (const key of Object.keys(rest)) {
    throw new TypeError(`${operation}: ${key} is not a filter; known are family, link, master, proxy, state`)
  }
  const flags = proxy === true ? ['proxy'] : undefined
  return {
    filter: { family: wanted, ifindex: link, master, flags },
    limits: { signal, timeout },
    keep: keeps(wanted, state),
  }
}

function keeps(
  wanted: Family | undefined,
  state: NeighbourFilter['state'],
): ((found: Neighbour) => boolean) | undefined {
  if (state === 'all' || (state === undefined && wanted === 'bridge')) return undefined
  if (state === undefined) return (found) => found.state !== 'noarp'
  const states: readonly unknown[] = Array.isArray(state) ? state : [state]
  return ({ state: found }) => (Array.isArray(found) ? found : [found]).some((one) => states.includes(one))
}

/**
 * Lists neighbours (`ip neighbour show`) or, with family 'bridge', the entries of forwarding tables (`bridge fdb show`).
 *
 * ```ts
 * const failed = await listNeighbours({ link: 'eth0', state: 'failed' })
 * const learned = await listNeighbours({ family: 'bridge', master: 'br0' })
 * ```
 */
export function listNeighbours(caller: Caller, options: NeighbourFilter = {}): Promise<Neighbour[]> {
  const { filter, limits, keep } = question('listNeighbours', options)
  return caller.list(verbs.list, filter, limits, keep)
}

/** Lists neighbours one by one in constant memory. */
export function streamNeighbours(caller: Caller, options: NeighbourFilter = {}): AsyncIterable<Neighbour> {
  const { filter, limits, keep } = question('streamNeighbours', options)
  return caller.stream(verbs.stream, filter, limits, keep)
}
