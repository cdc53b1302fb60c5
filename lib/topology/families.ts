import { addAddress, deleteAddress, listAddresses, replaceAddress } from '../address/address.ts'
import { addNeighbour, deleteNeighbour, listNeighbours, replaceNeighbour } from '../neighbour/neighbour.ts'
import { addNexthop, deleteNexthop, listNexthops, replaceNexthop } from '../nexthop/nexthop.ts'
import { listRoutes } from '../route/list.ts'
import { addRoute, deleteRoute, replaceRoute } from '../route/route.ts'
import { addRule, deleteRule, listRules } from '../rule/rule.ts'
import type { Handle, Sender } from '../transport/handle.ts'
import type { Messages } from '../transport/messages.ts'
import type { AnyRequestType } from '../transport/request-type.ts'
import type { Desired, Identity } from '../verb/identity.ts'
import { type Watched, watchedOf } from '../verb/listing.ts'
import { definitionOf, on } from '../verb/verb.ts'

type Call = (...args: never) => unknown

/** Any object of a list. */
export type Item = Readonly<Record<string, unknown>>
export type Plural = 'addresses' | 'nexthops' | 'routes' | 'rules' | 'neighbours'

/** A kind of object that hangs on links or namespaces: its verbs, and its place in the order of steps. */
export interface Family {
  readonly plural: Plural
  readonly identity: Identity<Item>
  readonly desired: Desired<Item>
  readonly add: string
  /** Absent if nothing of the kind can be replaced. */
  readonly replace: string | undefined
  readonly delete: string
  /** Phases of additions and of deletions. */
  readonly phase: number
  readonly deletion: number
  /** Options on which nothing but their place in the message depends. */
  readonly alike: ReadonlySet<string> | undefined
  /** Reads a message as an object of the list. */
  readonly reply: AnyRequestType
  /** The messages of an addition. */
  encode(sender: Sender, options: object): unknown
  list(handle: Handle): Promise<Item[]>
  /** Absent if the objects are not compared by their messages. */
  readonly byMessage: ByMessage | undefined
}

/** How objects are listed that are compared by their messages. */
export interface ByMessage {
  messages(handle: Handle): Promise<Messages<Item>>
  /** Whether an object of these messages is listed. */
  readonly keep: (item: Item) => boolean
  readonly headerSize: number
  /** Where the fixed header has the number of the owner, a byte. */
  readonly ownerAt: number
  /** Number of the attribute in which objects differ that are otherwise alike. */
  readonly apart: number
}

interface Verbs {
  readonly list: Call
  readonly filters: readonly object[]
  readonly add: Call
  readonly replace?: Call
  readonly delete: Call
  readonly phase: number
}

const nameOf = (verb: Call) => definitionOf(verb)?.name as string

/** Deletions come after all additions, in the reverse order. */
const LAST = 40

function family({ list, filters, add, replace, delete: remove, phase }: Verbs): Family {
  const watched = watchedOf(list)
  const identity = watched.identity as Identity<Item>
  return {
    plural: identity.plural as Plural,
    identity,
    desired: identity.desired as Desired<Item>,
    add: nameOf(add),
    replace: replace === undefined ? undefined : nameOf(replace),
    delete: nameOf(remove),
    phase,
    deletion: LAST - phase,
    alike: definitionOf(add)?.alike,
    reply: watched.ask(nameOf(list), {}).verb as AnyRequestType,
    encode: (sender, options) => (on(sender, add) as (options: object) => unknown)(options),
    async list(handle) {
      const ask = on(handle, list) as unknown as (filter: object) => Promise<Item[]>
      const found = filters.map((filter) => ask(filter))
      return (await Promise.all(found)).flat()
    },
    byMessage: byMessageOf(watched, identity, nameOf(list), filters[0] as object),
  }
}

function byMessageOf(
  watched: Watched,
  { desired }: Identity<Item>,
  name: string,
  filter: object,
): ByMessage | undefined {
  const asked = watched.ask(name, filter)
  const { rows, header, headerSize } = asked.verb.message
  const apart = rows?.find(({ key }) => key === desired?.apart)?.number
  const ownerAt = header?.fields.find(({ key }) => key === desired?.owner)?.offset
  if (apart === undefined || ownerAt === undefined || headerSize === undefined) return undefined
  const keep = (item: Item) => asked.keep?.(item) !== false
  const messages = (handle: Handle) => watched.messages(handle, asked) as Promise<Messages<Item>>
  return { messages, keep, headerSize, ownerAt, apart }
}

/** In the order in which they can be added. */
export const families: readonly Family[] = [
  family({
    list: listAddresses,
    filters: [{}],
    add: addAddress,
    replace: replaceAddress,
    delete: deleteAddress,
    phase: 9,
  }),
  family({
    list: listNexthops,
    filters: [{}],
    add: addNexthop,
    replace: replaceNexthop,
    delete: deleteNexthop,
    phase: 11,
  }),
  family({
    list: listRoutes,
    filters: [{ table: 'all' }],
    add: addRoute,
    replace: replaceRoute,
    delete: deleteRoute,
    phase: 12,
  }),
  family({ list: listRules, filters: [{}], add: addRule, delete: deleteRule, phase: 14 }),
  family({
    list: listNeighbours,
    filters: [{ state: 'all' }, { proxy: true, state: 'all' }],
    ...{ add: addNeighbour, replace: replaceNeighbour, delete: deleteNeighbour, phase: 16 },
  }),
]

/** The verbs that change them. */
export const verbsOfFamilies: readonly Call[] = [
  ...[
    addAddress,
    replaceAddress,
    deleteAddress,
    addNexthop,
    replaceNexthop,
    deleteNexthop,
    addRoute,
    replaceRoute,
    deleteRoute,
  ],
  ...[addRule, deleteRule, addNeighbour, replaceNeighbour, deleteNeighbour],
]

/** Phases of links, namespaces and nftables, between which those of the families are: packets are filtered before any can pass. */
export const PHASES = {
  createNetns: 0,
  removeFirst: 1,
  createVeth: 2,
  createLink: 3,
  tag: 4,
  change: 5,
  tables: 6,
  sysctl: 7,
  master: 8,
  up: 10,
  deleteLink: LAST + 1,
  deleteTable: LAST + 2,
  deleteNetns: LAST + 3,
} as const
