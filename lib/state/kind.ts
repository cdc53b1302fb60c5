import type { Handle } from '../transport/handle.ts'
import { grouped } from '../verb/grouped.ts'
import type { Asked, Fields } from './asked.ts'

/** What a batch may have changed besides the objects that it names. */
export interface Scope {
  /** Links on which objects may have vanished. */
  readonly links: ReadonlySet<number>
  /** Addresses that may have vanished, with the routes that prefer them as the source. */
  readonly addresses: ReadonlySet<string>
  /** Nexthops may have vanished, with the routes that use them. */
  readonly nexthops: boolean
}

export const NOTHING: Scope = { links: new Set(), addresses: new Set(), nexthops: false }

/** Which objects are listed. */
export interface Reach {
  readonly scope: Scope
  /** The requests about objects of this kind. */
  readonly asked: readonly Asked[]
}

/** How objects of one kind are compared with those before a batch, and put back. */
export interface Kind<Item extends object = object> {
  readonly noun: 'address' | 'nexthop' | 'route' | 'rule' | 'neighbour' | 'vlan' | 'vlanGlobal' | 'mst' | 'mdb'
  /** The verbs about them, and whether each creates an object that was not there: what was before follows from that it succeeded. */
  readonly verbs: Readonly<Record<string, 'creates' | 'changes'>>
  /** Objects of one slot are an ordered list. */
  slot(item: Item): string
  /** What a request and the objects that it concerns have in common. */
  placeOf(item: Item): string
  placeAsked(fields: Fields): string
  /** Whether a request of the same place concerns the object; by default, any does. */
  concerns?(item: Item, fields: Fields): boolean
  /** Whether a request of the same place created the object, or made it what it is. */
  made(item: Item, fields: Fields): boolean
  same(one: Item, other: Item): boolean
  /** Whether another object of the same slot and place is this one, changed. */
  unique(item: Item): boolean
  /** Whether the kernel may have changed the object with others. */
  within(item: Item, scope: Scope): boolean
  /** Whether the kernel creates the object itself, with another one. */
  own(item: Item): boolean
  /** Whether such an object goes with the other one; false if it may belong to something else. */
  readonly ownGoes?: boolean
  list(handle: Handle, reach: Reach): Promise<Item[]>
  /** The order in which objects are put back. */
  ordered?(items: readonly Item[]): readonly Item[]
  put(handle: Handle, item: Item): Promise<unknown>
  remove(handle: Handle, item: Item): Promise<unknown>
  /** Whether one object can be changed into another one of the same slot. */
  canReplace(from: Item, to: Item): boolean
  /** Puts back an object in place of the only other one of its slot. */
  replace(handle: Handle, to: Item): Promise<unknown>
  subject(item: Item): string
}

/** The requests about objects of a kind. */
export function ofKind(kind: Kind, asked: readonly Asked[]): Asked[] {
  return asked.filter(({ operation }) => Object.hasOwn(kind.verbs, operation))
}

/** Requests by the place of their objects. */
export type Places = ReadonlyMap<string, readonly Asked[]>

export function placesOf(kind: Kind, asked: readonly Asked[]): Places {
  return grouped(asked, ({ fields }) => kind.placeAsked(fields))
}

/** Whether one of the requests concerns the object. */
export function isConcerned(kind: Kind, item: object, places: Places): boolean {
  const found = places.get(kind.placeOf(item))
  if (found === undefined) return false
  return kind.concerns === undefined || found.some(({ fields }) => kind.concerns?.(item, fields) === true)
}
