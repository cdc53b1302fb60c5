import { constants } from '../builtin.ts'
import { callerError, describeValue, InputError } from '../errors.ts'
import type { Protocol } from '../protocol/enums/protocol.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { type Handle, isHandle, type Sender } from '../transport/handle.ts'
import type { Explanation } from '../transport/request-type.ts'
import { fieldsOf, NAMING, readLimits } from '../verb/filter.ts'
import { listing } from '../verb/listing.ts'
import { type Links, type Naming, named, takeNames } from '../verb/naming.ts'
import { missingOption } from '../verb/options.ts'
import { change, verb } from '../verb/verb.ts'
import type { Verdict } from '../wire/extack.ts'
import type { Family } from '../wire/family.ts'
import { bool, u8 } from '../wire/integers.ts'
import type { Preset } from '../wire/message.ts'
import type { LinkRef } from '../wire/reference.ts'
import type { Input, Public, Value } from '../wire/type.ts'
import { identity } from './identity.ts'
import { nexthop } from './message.ts'

type Report = Value<typeof nexthop>
/** Attributes of requests only, and of replies only. */
type Inner = 'groups' | 'master' | 'opFlags'

/** A next-hop object, or a group of them, as the kernel lists it. */
export interface Nexthop extends Omit<Report, Inner | 'id'> {
  /** Id by which routes (`nhId`) and groups refer to the nexthop. */
  id: number
  /** Name of `oif`, with `names: true`. */
  oifName?: string
}

/** A nexthop to add: with a `gateway` or an `oif`, a `blackhole`, or a `group` of other nexthops. */
export interface NexthopOptions extends Omit<Input<typeof nexthop>, Inner | 'scope'>, Public {}

/** A nexthop by its id, or a listed one. */
export type NexthopRef =
  | number
  | {
      /** Id of the nexthop. */
      readonly id: number
    }

/** Selects the nexthops to list. */
export interface NexthopFilter extends Naming {
  /** Address family of the nexthops; groups have none. */
  family?: Family | undefined
  /** Outgoing link of the nexthops; a group is not listed even if a member uses the link. iproute2: `dev`. */
  oif?: LinkRef | undefined
  /** Bridge, bond or VRF that the outgoing link belongs to; iproute2: `master`, `vrf`. */
  master?: LinkRef | undefined
  /** True for groups only, false for all others; iproute2: `groups`. */
  group?: boolean | undefined
  /** True for nexthops of forwarding tables only, false for all others. */
  fdb?: boolean | undefined
  /** Origin of the nexthops (RTPROT_*); iproute2: `proto`. */
  protocol?: Protocol | undefined
}

const nexthopRequest = rtnetlink.verbs('NEWNEXTHOP', nexthop)

type Asked = Readonly<Record<string, unknown>>

/** A nexthop is called by its id. */
const subject = ({ id }: Asked, link: string | undefined): string | undefined => (id === undefined ? link : String(id))

/** The kernel has no sentence for an id that is in use, or that there is not. */
function explained({ error, msg }: Verdict, { id }: Asked): Explanation | undefined {
  if (id === undefined || msg !== undefined) return undefined
  if (error === -constants.errno.EEXIST) return { reason: `the id ${id} is already in use`, attribute: 'id' }
  return error === -constants.errno.ENOENT ? { reason: `no nexthop with id ${id}`, attribute: 'nexthop' } : undefined
}

const request: typeof nexthopRequest = (name, operation, extras) =>
  nexthopRequest(name, operation, operation === 'list' ? extras : { subject, explained, ...extras })

const requests = {
  add: request('addNexthop', 'add'),
  /** The kernel echoes the new nexthop. */
  addEchoed: request('addNexthop', 'add', { answer: fromReport, echo: true }),
  replace: request('replaceNexthop', 'replace'),
  delete: request('deleteNexthop', 'delete'),
  get: request('getNexthop', 'get', { answer: fromReport }),
}

/** NHA_OP_FLAG_RESP_GRP_RESVD_0: weights have an upper byte. Older kernels leave it uninitialised (nla_put_nh_group in net/ipv4/nexthop.c). */
const WIDE_WEIGHTS = 2 ** 31

function fromReport({ opFlags = 0, groups, master, ...found }: Report): Nexthop {
  if (opFlags < WIDE_WEIGHTS) {
    for (const one of found.group ?? []) one.weight = ((one.weight - 1) & 0xff) + 1
  }
  return found as Nexthop
}

/** Options of which a nexthop requires one. */
const TARGETS = ['gateway', 'oif', 'blackhole', 'group'] as const
/** What the kernel ignores for a nexthop that is not a group (rtm_to_nh_config in net/ipv4/nexthop.c). */
const OF_GROUPS = ['groupType', 'resilient'] as const

function toRequest(operation: string, options: NexthopOptions): object {
  if (TARGETS.every((key) => options[key] === undefined))
    throw missingOption(operation, options, nexthop, `one of ${TARGETS.join(', ')} is missing`)
  for (const key of OF_GROUPS) {
    if (options.group === undefined && options[key] !== undefined)
      throw callerError(operation, new InputError('requires group').under(key))
  }
  const { group } = options
  const missing = Array.isArray(group) ? group.findIndex(isWithoutId) : -1
  if (missing >= 0) throw new TypeError(`${operation}: group[${missing}].id is missing`)
  if (options.resilient === undefined || options.groupType !== undefined) return options
  return { ...options, groupType: 'res' }
}

/** Of a member without an id, or with id 0, the kernel's message names no member. Unknown options are reported by the table. */
function isWithoutId(member: unknown): boolean {
  if (typeof member !== 'object' || member === null) return false
  const { id, weight: _, ...unknown } = member as Record<string, unknown>
  return id === undefined && Object.keys(unknown).length === 0
}

/** A group has no family (rtm_to_nh_config in net/ipv4/nexthop.c). */
function presetOf({ group }: NexthopOptions): Preset | undefined {
  return group === undefined ? { family: 'inet' } : undefined
}

/** The id of a nexthop. */
function idOf(operation: string, ref: NexthopRef): number {
  const id: unknown = typeof ref === 'object' && ref !== null ? ref.id : ref
  if (typeof id === 'number' && Number.isInteger(id) && id > 0 && id <= 0xffff_ffff) return id
  const reason = `must be the id of a nexthop, from 1 to 4294967295, or a listed nexthop, not ${describeValue(id)}`
  throw callerError(operation, new InputError(reason, typeof id === 'number' ? 'range' : 'type').under('nexthop'))
}

/**
 * Adds a next-hop object or a group of them (`ip nexthop add`), to which routes refer with `nhId`. Resolves with the nexthop as the kernel
 * created it, including an `id` that the kernel chose. EEXIST if the id is already in use. When its link goes down or is deleted, the
 * kernel removes the nexthop and the routes that use it.
 *
 * ```ts
 * await addNexthop({ id: 1, gateway: '10.0.0.2', oif: 'eth0' })
 * await addNexthop({ id: 2, gateway: '10.0.1.2', oif: 'eth1' })
 * const { id } = await addNexthop({ group: [{ id: 1, weight: 3 }, { id: 2 }], resilient: { buckets: 128 } })
 * await addRoute({ dst: '10.9.0.0/16', nhId: id })
 * ```
 */
export const addNexthop = change(
  'addNexthop',
  (sender: Sender, options: NexthopOptions): Promise<Nexthop> => {
    const fields = toRequest('addNexthop', options)
    if (isHandle(sender)) return sender.request(requests.addEchoed, fields, presetOf(options))
    return sender.request(requests.add, fields, presetOf(options)) as Promise<never>
  },
  { bare: 'id', undo: 'exact' },
)

/** Adds a nexthop or changes the one with this `id` (`ip nexthop replace`). Requires `id`. Routes that use it follow immediately. */
export const replaceNexthop = change(
  'replaceNexthop',
  (sender: Sender, options: NexthopOptions): Promise<void> => {
    if (options.id === undefined) throw missingOption('replaceNexthop', options, nexthop, 'id is missing')
    return sender.request(requests.replace, toRequest('replaceNexthop', options), presetOf(options))
  },
  { bare: 'id', undo: 'exact' },
)

/**
 * Deletes a nexthop, by id or listed object (`ip nexthop del`). ENOENT if there is none. The kernel also deletes the routes that use it and
 * the groups without another member, and sends notifications of IPv6 routes only.
 */
export const deleteNexthop = change(
  'deleteNexthop',
  (sender: Sender, ref: NexthopRef): Promise<void> =>
    sender.request(requests.delete, { id: idOf('deleteNexthop', ref) }),
  { first: 'other', undo: 'scope' },
)

const linksOf: Links<Nexthop> = (found) => [[found, 'oif']]

/** Reads one nexthop (`ip nexthop get id`). ENOENT if there is none. */
export const getNexthop = verb('getNexthop', (handle: Handle, ref: NexthopRef, options?: Naming): Promise<Nexthop> => {
  const query = { id: idOf('getNexthop', ref) }
  const { names, within } = takeNames('getNexthop', {}, options)
  const limits = readLimits('getNexthop', {}, within, NAMING)
  const found = handle.request(requests.get, query, undefined, limits)
  return names ? named(handle, 'getNexthop', limits, found, linksOf) : found
})

/** The kernel filters by family, link and master, and can list only groups (nh_dump_filtered in net/ipv4/nexthop.c). */
const nexthops = listing<NexthopFilter, Report, Nexthop, Naming>({
  request: () => request,
  answer: fromReport,
  links: linksOf,
  identity,
  filters: [
    ...fieldsOf(nexthop, 'family', 'oif', 'master', 'protocol'),
    { key: 'group', type: bool(u8), iproute2: ['groups'] },
    { key: 'fdb', type: bool(u8) },
    ...['id', 'nhid', 'index'].map((key) => ({ key, instead: 'getNexthop(id) reads one nexthop' })),
  ],
  compared: ['protocol'],
  fields: ({ family, oif, master, group }) => ({ family, oif, master, groups: group === true }),
  keep: ({ group, fdb }) =>
    group !== undefined || fdb !== undefined
      ? (found) =>
          (group === undefined || (found.group !== undefined) === group) &&
          (fdb === undefined || (found.fdb === true) === fdb)
      : undefined,
})

/** Lists nexthops and groups (`ip nexthop show`), by id. */
export const listNexthops = nexthops.list('listNexthops')

/** Lists nexthops and groups one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. */
export const streamNexthops = nexthops.stream('streamNexthops')
