import { callerError, Slip } from '../errors.ts'
import { checkSelective, deleteEach } from '../protocol/flush.ts'
import { addressBytes } from '../protocol/link.ts'
import { checkOptions, missingOption } from '../protocol/options.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Caller, Requester } from '../transport/caller.ts'
import { readFilter } from '../transport/filter.ts'
import type { Limits } from '../transport/limit.ts'
import type { Verb } from '../transport/verb.ts'
import { ETHERNET_BYTES, hardwareBytes, wrongLength } from '../wire/hardware.ts'
import type { Preset } from '../wire/message.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { FILTERS, fleeting, inState, type NeighbourFilter, usual } from './filter.ts'
import { neighbour } from './message.ts'

/** What only a request to flush entries has. */
type Masks = 'ndmStateMask' | 'ndmFlagsMask'

/** An entry of a neighbour table (ARP, NDP) or, with family 'bridge', of a forwarding table, as the kernel lists it. */
export interface Neighbour extends Omit<Value<typeof neighbour>, Masks> {}

/** What makes an entry. A listed entry is accepted too, and what the kernel only reports is not sent. */
export interface NeighbourOptions extends Omit<Input<typeof neighbour>, Masks | 'link' | 'master' | 'type'> {
  /** Link on which the neighbour is; iproute2: `dev`. */
  link: LinkRef
}

/** A listed entry has a master beside its `flags`; to choose the table of the bridge, `flags: ['master']` says so. */
type Given = NeighbourOptions & { readonly master?: number | undefined }

/** RTM_NEWNEIGH */
const verb = rtnetlink.verbs(28, neighbour)

const verbs = {
  add: verb('addNeighbour', 'add'),
  replace: verb('replaceNeighbour', 'replace'),
  append: verb('appendNeighbour', 'append'),
  delete: verb('deleteNeighbour', 'delete'),
  list: verb('listNeighbours', 'list', { answer: (found: Neighbour) => found, publish: filtered }),
  stream: verb('streamNeighbours', 'list', { answer: (found: Neighbour) => found, publish: filtered }),
  doomed: verb('flushNeighbours', 'list', { answer: (found: Neighbour) => found, publish: filtered }),
  flush: verb('flushNeighbours', 'delete'),
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
  const { flagsExt } = options
  return Array.isArray(flagsExt) && flagsExt.includes('managed') ? NONE : PERMANENT
}

/** The family goes first: how `dst` is written depends on it. */
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

/** A number beside flags is what a list tells; anything else is meant to choose the table of the bridge, which it does not. */
function checkMaster(operation: string, { master, flags }: Given): void {
  if (master === undefined || (typeof master === 'number' && Array.isArray(flags))) return
  throw new TypeError(`${operation}: \`master\` is \`flags: ['master']\` here`)
}

/**
 * What an entry of a bridge's table, given back as it was listed, needs to find there again: the kernel tells its table by
 * `master` alone, with the bridge itself as the master of its own entries, and a learned one that grew stale is taken as
 * reachable only (br_fdb_fill and br_fdb_add in net/bridge/br_fdb.c).
 */
function forwarded({ flags, state, link }: NeighbourOptions, master: number | undefined): object {
  const chosen = !Array.isArray(flags) || flags.includes('self') || flags.includes('master')
  const table = master === undefined || master === indexOf(link) ? 'self' : 'master'
  return {
    ...(chosen ? undefined : { flags: [...flags, table] }),
    ...(state === 'stale' ? { state: 'reachable' } : undefined),
  }
}

/** Makes an entry. The kernel cuts a hardware address that is longer than the link's without a word. */
function make(verb: Verb, caller: Requester, options: NeighbourOptions): Promise<void> {
  const { operation } = verb
  const request = toRequest(operation, options)
  const bytes = hardwareBytes(options.lladdr)
  if (bytes === undefined || bytes === ETHERNET_BYTES) return caller.request(verb, request, presetOf(options))
  if (options.family === 'bridge') throw callerError(operation, tooLong(options, bytes, ETHERNET_BYTES))
  if (caller.task !== undefined)
    return caller.task(operation, (alone) => makeFitting(verb, alone, options, request, bytes))
  if (bytes < ETHERNET_BYTES) return caller.request(verb, request, presetOf(options))
  const reason = 'must be at most 6 bytes long in a batch, which cannot look up how long those of the link are'
  throw callerError(operation, new Slip(reason).under('lladdr'))
}

async function makeFitting(
  verb: Verb,
  alone: Requester,
  options: NeighbourOptions,
  request: object,
  bytes: number,
): Promise<void> {
  const expected = await addressBytes(alone, verb.operation, options.link)
  if (bytes !== expected) throw callerError(verb.operation, tooLong(options, bytes, expected))
  return alone.request(verb, request, presetOf(options))
}

function tooLong({ lladdr }: NeighbourOptions, bytes: number, expected: number): Slip {
  return wrongLength(lladdr, bytes, expected).under('lladdr')
}

function indexOf(link: LinkRef): number | string {
  return typeof link === 'object' ? link.index : link
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
  return make(verbs.add, caller, options)
}

/** Adds an entry or changes it (`ip neighbour replace`, `bridge fdb replace`). */
export function replaceNeighbour(caller: Requester, options: NeighbourOptions): Promise<void> {
  return make(verbs.replace, caller, options)
}

/**
 * Gives an entry of a VXLAN forwarding table one more remote end (`bridge fdb append`), as flooding to several needs:
 * `lladdr: '00:00:00:00:00:00'`.
 */
export function appendNeighbour(caller: Requester, options: NeighbourOptions): Promise<void> {
  return make(verbs.append, caller, options)
}

/** Deletes an entry (`ip neighbour del`, `bridge fdb del`); ENOENT when there is none. */
export function deleteNeighbour(caller: Requester, options: NeighbourOptions): Promise<void> {
  const request = toRequest('deleteNeighbour', options)
  return caller.request(verbs.delete, request, options.family === 'bridge' ? LOCAL : undefined)
}

/**
 * What travels with the dump request (neigh_valid_dump_req in net/core/neighbour.c, valid_fdb_dump_strict in net/core/rtnetlink.c). The
 * kernel does not filter by state: `unasked` are those that are wanted where none is given.
 */
function question(
  operation: string,
  options: NeighbourFilter,
  within: Limits | undefined,
  unasked: (found: Neighbour) => boolean,
) {
  const { given, limits } = readFilter(operation, options, within, FILTERS)
  const { family: wanted, link, master, proxy, state } = given
  const flags = proxy === true ? ['proxy'] : undefined
  const keep = state === 'all' ? undefined : state === undefined ? unasked : inState(operation, state)
  return { given, filter: { family: wanted, ifindex: link, master, flags }, limits, keep }
}

/**
 * Lists neighbours (`ip neighbour show`) or, with family 'bridge', the entries of forwarding tables (`bridge fdb show`).
 *
 * ```ts
 * const failed = await listNeighbours({ link: 'eth0', state: 'failed' })
 * const learned = await listNeighbours({ family: 'bridge', master: 'br0' })
 * ```
 */
export function listNeighbours(caller: Caller, filter: NeighbourFilter = {}, limits?: Limits): Promise<Neighbour[]> {
  const asked = question('listNeighbours', filter, limits, usual)
  return caller.list(verbs.list, asked.filter, asked.limits, asked.keep)
}

/** Lists neighbours one by one in constant memory. */
export function streamNeighbours(
  caller: Caller,
  filter: NeighbourFilter = {},
  limits?: Limits,
): AsyncIterable<Neighbour> {
  const asked = question('streamNeighbours', filter, limits, usual)
  return caller.stream(verbs.stream, asked.filter, asked.limits, asked.keep)
}

/**
 * Deletes the entries that the filter selects and resolves with how many went (`ip neighbour flush`; with family 'bridge', entries of
 * forwarding tables). Unless `state` is given, those in state 'permanent', 'noarp' or 'none' stay; 'all' deletes these too. A filter
 * without any member is a TypeError.
 *
 * ```ts
 * await flushNeighbours({ link: 'eth0' })
 * await flushNeighbours({ family: 'inet6', state: 'failed' })
 * ```
 */
export function flushNeighbours(caller: Caller, filter: NeighbourFilter, limits?: Limits): Promise<number> {
  const asked = question(verbs.flush.operation, filter, limits, fleeting)
  checkSelective(verbs.flush.operation, asked.given, FILTERS)
  return caller.task(verbs.flush.operation, async (alone) => {
    const doomed = await alone.list(verbs.doomed, asked.filter, asked.limits, asked.keep)
    return deleteEach(inOrder(doomed), (found) => remove(alone, found), ['ENOENT', 'ENODEV'])
  })
}

/** With an entry of a bridge that has no VLAN go those of its address that have one: they are deleted first, so that each counts. */
function inOrder(doomed: Neighbour[]): Neighbour[] {
  return doomed.sort((one, other) => Number(one.vlan === undefined) - Number(other.vlan === undefined))
}

function remove(caller: Requester, found: Neighbour): Promise<void> {
  const request = toRequest(verbs.flush.operation, found as NeighbourOptions)
  return caller.request(verbs.flush, request, found.family === 'bridge' ? LOCAL : undefined)
}
