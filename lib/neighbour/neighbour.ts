import { callerError, InputError } from '../errors.ts'
import { addressBytes } from '../protocol/link.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { isHandle, type Sender } from '../transport/handle.ts'
import type { RequestType } from '../transport/request-type.ts'
import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import { checkOptions, missingOption } from '../verb/options.ts'
import { change } from '../verb/verb.ts'
import { ETHERNET_BYTES, hardwareBytes, wrongLength } from '../wire/hardware.ts'
import type { Preset } from '../wire/message.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { FILTERS, flushable, inState, type NeighbourFilter, usual } from './filter.ts'
import { identity } from './identity.ts'
import { neighbour } from './message.ts'

/** Attributes of flush requests only. */
type Masks = 'ndmStateMask' | 'ndmFlagsMask'

/** An entry of a neighbour table (ARP, NDP) or, with family 'bridge', of a forwarding table, as the kernel lists it. */
export interface Neighbour extends Omit<Value<typeof neighbour>, Masks> {
  /** Name of `link`, with `names: true`. */
  linkName?: string
  /** Name of `master`, with `names: true`. */
  masterName?: string
  /** Name of `ifindex`, with `names: true`; absent if that link is in another namespace. */
  ifindexName?: string
}

/** An entry to add. A listed entry is accepted as well; what the kernel only reports is not sent. */
export interface NeighbourOptions extends Omit<Input<typeof neighbour>, Masks | 'link' | 'master' | 'type'> {
  /** Link of the neighbour; iproute2: `dev`. */
  link: LinkRef
}

/** A listed entry has a `master` and `flags`; the bridge's table is selected by `flags: ['master']`. */
type Given = NeighbourOptions & { readonly master?: number | undefined }

const request = rtnetlink.verbs('NEWNEIGH', neighbour)

const requests = {
  add: request('addNeighbour', 'add'),
  replace: request('replaceNeighbour', 'replace'),
  append: request('appendNeighbour', 'append'),
  delete: request('deleteNeighbour', 'delete'),
  flush: request('flushNeighbours', 'delete'),
}

/** Default of `ip neighbour add` (ipneigh_modify in iproute2). */
const PERMANENT: Preset = { state: 'permanent' }
/** An entry that the kernel resolves. */
const NONE: Preset = { state: 'none' }
/** Defaults of `bridge fdb`, also to delete: links without their own table require them (ndo_dflt_fdb_del in net/core/rtnetlink.c). */
const LOCAL: Preset = { state: 'permanent', flags: ['self'] }

function presetOf(options: NeighbourOptions): Preset {
  if (options.family === 'bridge') return LOCAL
  const { flagsExt } = options
  return Array.isArray(flagsExt) && flagsExt.includes('managed') ? NONE : PERMANENT
}

/** The family is written first: the encoding of `dst` depends on it. */
function toRequest(operation: string, given: Given): object {
  checkOptions(operation, given)
  const { master, ...options } = given
  checkMaster(operation, given)
  const forwarding = options.family === 'bridge'
  const key = forwarding ? 'lladdr' : 'dst'
  const missing = [key, 'link'].find((one) => options[one as 'link'] === undefined)
  if (missing !== undefined) throw missingOption(operation, options, neighbour, `${missing} is missing`)
  return forwarding ? { family: options.family, ...options, ...forwarded(options, master) } : options
}

/** A number together with flags is from a listed entry; anything else is meant to select the bridge's table, but would not. */
function checkMaster(operation: string, { master, flags }: Given): void {
  if (master === undefined || (typeof master === 'number' && Array.isArray(flags))) return
  throw new TypeError(`${operation}: \`master\` is \`flags: ['master']\` here`)
}

/**
 * What a listed entry of a bridge's table needs to refer to the same entry again: the kernel reports its table only through
 * `master`, with the bridge itself as the master of its own entries, and accepts a learned stale entry only as
 * reachable (br_fdb_fill and br_fdb_add in net/bridge/br_fdb.c).
 */
function forwarded({ flags, state, link }: NeighbourOptions, master: number | undefined): object {
  const chosen = !Array.isArray(flags) || flags.includes('self') || flags.includes('master')
  const table = master === undefined || master === indexOf(link) ? 'self' : 'master'
  return {
    ...(chosen ? undefined : { flags: [...flags, table] }),
    ...(state === 'stale' ? { state: 'reachable' } : undefined),
  }
}

/** Adds an entry. The kernel silently truncates a hardware address that is longer than the link's. */
function make(verb: RequestType, sender: Sender, options: NeighbourOptions): Promise<void> {
  const { operation } = verb
  const request = toRequest(operation, options)
  const bytes = hardwareBytes(options.lladdr)
  if (bytes === undefined || bytes === ETHERNET_BYTES) return sender.request(verb, request, presetOf(options))
  if (options.family === 'bridge') throw callerError(operation, tooLong(options, bytes, ETHERNET_BYTES))
  if (isHandle(sender)) return sender.task(operation, (alone) => makeFitting(verb, alone, options, request, bytes))
  if (bytes < ETHERNET_BYTES) return sender.request(verb, request, presetOf(options))
  const reason = 'must be at most 6 bytes long in a batch, which cannot look up the address length of the link'
  throw callerError(operation, new InputError(reason).under('lladdr'))
}

async function makeFitting(
  verb: RequestType,
  alone: Sender,
  options: NeighbourOptions,
  request: object,
  bytes: number,
): Promise<void> {
  const expected = await addressBytes(alone, verb.operation, options.link)
  if (bytes !== expected) throw callerError(verb.operation, tooLong(options, bytes, expected))
  return alone.request(verb, request, presetOf(options))
}

function tooLong({ lladdr }: NeighbourOptions, bytes: number, expected: number): InputError {
  return wrongLength(lladdr, bytes, expected).under('lladdr')
}

function indexOf(link: LinkRef): number | string {
  return typeof link === 'object' ? link.index : link
}

/** On these values depends neither a check nor a default, as long as hardware addresses are as long as before. */
const alike = ['dst', 'lladdr', 'link'] as const

/**
 * Adds an entry (`ip neighbour add`; with family 'bridge', `bridge fdb add`). EEXIST if there is already one for the address.
 *
 * ```ts
 * await addNeighbour({ link: 'eth0', dst: '10.0.0.2', lladdr: '02:00:00:00:00:02' })
 * await addNeighbour({ link: 'eth0', dst: '10.0.0.3', flags: ['proxy'] })
 * await addNeighbour({ family: 'bridge', link: 'vxlan0', lladdr: '02:00:00:00:00:04', dst: '192.0.2.4' })
 * ```
 */
export const addNeighbour = change(
  'addNeighbour',
  (sender: Sender, options: NeighbourOptions): Promise<void> => make(requests.add, sender, options),
  { bare: 'dst', alike, undo: 'exact' },
)

/** Adds an entry or changes the existing one (`ip neighbour replace`, `bridge fdb replace`). */
export const replaceNeighbour = change(
  'replaceNeighbour',
  (sender: Sender, options: NeighbourOptions): Promise<void> => make(requests.replace, sender, options),
  { bare: 'dst', alike, undo: 'exact' },
)

/**
 * Adds another remote end to an entry of a VXLAN forwarding table (`bridge fdb append`); flooding to several remote ends uses `lladdr:
 * '00:00:00:00:00:00'`.
 */
export const appendNeighbour = change(
  'appendNeighbour',
  (sender: Sender, options: NeighbourOptions): Promise<void> => make(requests.append, sender, options),
  { bare: 'dst', alike, undo: 'exact' },
)

/**
 * Deletes an entry (`ip neighbour del`, `bridge fdb del`). ENOENT if there is none. The kernel finds it by `link`, `dst` and `flags: ['proxy']`,
 * whatever its `lladdr` and `state`; with family 'bridge' by `link`, `lladdr`, `vlan` and the table, and for a VXLAN also by the remote end.
 */
export const deleteNeighbour = change(
  'deleteNeighbour',
  (sender: Sender, options: NeighbourOptions) => remove(requests.delete, sender, options),
  { bare: 'dst', undo: 'exact' },
)

function remove(verb: RequestType, sender: Sender, options: NeighbourOptions): Promise<void> {
  return sender.request(verb, toRequest(verb.operation, options), options.family === 'bridge' ? LOCAL : undefined)
}

/** The kernel applies all filters except the state (neigh_valid_dump_req in net/core/neighbour.c, valid_fdb_dump_strict in net/core/rtnetlink.c). */
const neighbours = listing<NeighbourFilter, Neighbour, Neighbour, Naming>({
  request: () => request,
  answer: (found) => found,
  filters: FILTERS,
  fields: ({ family, link, master, proxy }) => ({
    family,
    ifindex: link,
    master,
    flags: proxy === true ? ['proxy'] : undefined,
  }),
  keep: ({ state }, operation) => inState(operation, state, usual),
  publish: (path) => (path === 'ifindex' ? 'link' : path),
  identity,
  links: (found) => [
    [found, 'link'],
    [found, 'master'],
    ...(found.linkNetnsid === undefined ? [[found, 'ifindex'] as const] : []),
  ],
})

/**
 * Lists neighbours (`ip neighbour show`) or, with family 'bridge', the entries of forwarding tables (`bridge fdb show`).
 *
 * ```ts
 * const failed = await listNeighbours({ link: 'eth0', state: 'failed' })
 * const learned = await listNeighbours({ family: 'bridge', master: 'br0' })
 * ```
 */
export const listNeighbours = neighbours.list('listNeighbours')

/** Lists neighbours one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. */
export const streamNeighbours = neighbours.stream('streamNeighbours')

/**
 * Deletes the entries that the filter selects and resolves with the number deleted (`ip neighbour flush`; with family 'bridge', entries of
 * forwarding tables). Entries that disappear meanwhile are not counted. Without `state`, entries in state 'permanent', 'noarp' or 'none'
 * are kept; 'all' deletes these as well. A filter without any property is a TypeError.
 *
 * ```ts
 * await flushNeighbours({ link: 'eth0' })
 * await flushNeighbours({ family: 'inet6', state: 'failed' })
 * ```
 */
export const flushNeighbours = neighbours.flush('flushNeighbours', {
  remove: (sender, found) => remove(requests.flush, sender, found as NeighbourOptions),
  undo: 'exact',
  gone: ['ENOENT', 'ENODEV'],
  choose: withVlanFirst,
  keep: ({ state }, operation) => inState(operation, state, flushable),
})

/** Deleting a bridge entry without a VLAN also deletes those of its address with one: these come first, so that each is counted. */
function withVlanFirst(found: Neighbour[]): Neighbour[] {
  return found.sort((one, other) => Number(one.vlan === undefined) - Number(other.vlan === undefined))
}
