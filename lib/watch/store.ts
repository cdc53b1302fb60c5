import { grouped } from '../verb/grouped.ts'
import type { Identity } from '../verb/identity.ts'
import { NLM_F_APPEND, NLM_F_REPLACE } from '../wire/header.ts'
import { differences, isSame, type Volatile, volatileFrom } from './difference.ts'

/** The objects of one place: one, or several in the kernel's order. */
export type Slot = object | readonly object[]
export type Place = string | number

/** The objects of a slot. */
export function objectsOf(slot: Slot | undefined): readonly object[] {
  if (slot === undefined) return []
  return Array.isArray(slot) ? (slot as readonly object[]) : [slot]
}

function slotOf(objects: readonly object[]): Slot | undefined {
  return objects.length > 1 ? objects : objects[0]
}

/** Called before a place changes, with what is there and what will be. */
export type OnChange = (place: Place, before: Slot | undefined, after: Slot | undefined) => void

/** The replica of one kind of object. */
export class Store {
  readonly identity: Identity<object>
  readonly volatile: Volatile
  readonly slots = new Map<Place, Slot>()
  readonly #onChange: OnChange

  constructor(identity: Identity<object>, onChange: OnChange) {
    this.identity = identity
    this.volatile = volatileFrom(identity.volatile)
    this.#onChange = onChange
  }

  *[Symbol.iterator](): Generator<object, void, undefined> {
    for (const slot of this.slots.values()) yield* objectsOf(slot)
  }

  /** The event of a new or changed object; false if it does not say what became of the others. */
  put(item: object, flags: number): boolean {
    const place = this.identity.place(item)
    const slot = this.slots.get(place)
    if (this.identity.key === undefined || slot === undefined) {
      this.#set(place, slot, item)
      return true
    }
    const held = objectsOf(slot)
    const { objects, sure } = this.#placed(held, item, flags)
    this.#set(place, slot, slotOf(objects))
    return sure && !this.#isContested(held, item)
  }

  /** The objects of a place with another one, which has the key of some of them. */
  #placed(held: readonly object[], item: object, flags: number): { objects: readonly object[]; sure: boolean } {
    const key = this.#keyOf(item)
    const isOf = (one: object) => this.#keyOf(one) === key
    const first = held.findIndex(isOf)
    const replaces = (flags & NLM_F_REPLACE) !== 0
    // IPv6 may replace a route of another key (fib6_add_rt2node in net/ipv6/ip6_fib.c).
    if (first < 0) return { objects: [...held, item], sure: !replaces }
    const others = held.filter((one, i) => (replaces && i === first ? false : !this.#isSame(one, item)))
    if (replaces) return { objects: others.toSpliced(first, 0, item), sure: true }
    // A message of an event that was already part of a list.
    if (others.length < held.length)
      return { objects: held.map((one) => (this.#isSame(one, item) ? item : one)), sure: true }
    if (this.#isJoined(held[first] as object, item)) return { objects: held.with(first, item), sure: true }
    const last = held.findLastIndex(isOf)
    return { objects: held.toSpliced((flags & NLM_F_APPEND) !== 0 ? last + 1 : first, 0, item), sure: true }
  }

  #isContested(held: readonly object[], item: object): boolean {
    const { contests } = this.identity
    return contests !== undefined && held.some((one) => !this.#isSame(one, item) && contests(one, item))
  }

  /** Whether one object takes in the other: routes of IPv6 with gateways become one with several hops. */
  #isJoined(held: object, item: object): boolean {
    return (item as { family?: unknown }).family === 'inet6' && this.#keyOf(held) === this.#keyOf(item)
  }

  /** The event of a deleted object; false if it was a part of one. */
  remove(item: object): boolean {
    const place = this.identity.place(item)
    const slot = this.slots.get(place)
    if (slot === undefined) return true
    if (this.identity.key === undefined) {
      this.#set(place, slot, undefined)
      return true
    }
    const held = objectsOf(slot)
    const at = held.findIndex((one) => this.#isSame(one, item))
    if (at >= 0) this.#set(place, slot, slotOf(held.toSpliced(at, 1)))
    if (this.#isContested(held, item)) return false
    return at >= 0 || !held.some((one) => this.#keyOf(one) === this.#keyOf(item))
  }

  /** Whether an object of this key is held. */
  holds(item: object): boolean {
    const key = this.#keyOf(item)
    return objectsOf(this.slots.get(this.identity.place(item))).some((one) => this.#keyOf(one) === key)
  }

  /** Replaces the objects of a scope by those that were listed. */
  replace(listed: readonly object[], inScope: (item: object) => boolean): void {
    const fresh = grouped(listed, (item) => this.identity.place(item))
    for (const [place, slot] of this.slots) {
      if (fresh.has(place)) continue
      const kept = objectsOf(slot).filter((one) => !inScope(one))
      this.#set(place, slot, slotOf(kept))
    }
    for (const [place, items] of fresh) {
      const slot = this.slots.get(place)
      const kept = objectsOf(slot).filter((one) => !inScope(one))
      this.#set(place, slot, slotOf([...kept, ...items]))
    }
  }

  #set(place: Place, before: Slot | undefined, after: Slot | undefined): void {
    if (before === after) return
    if (!this.#equal(before, after)) this.#onChange(place, before, after)
    if (after === undefined) this.slots.delete(place)
    else this.slots.set(place, after)
  }

  #equal(before: Slot | undefined, after: Slot | undefined): boolean {
    if (before === undefined || after === undefined) return false
    if (!Array.isArray(before) && !Array.isArray(after)) return this.#isSame(before, after)
    const held = objectsOf(before)
    const items = objectsOf(after)
    return held.length === items.length && held.every((one, i) => this.#isSame(one, items[i] as object))
  }

  #keyOf(item: object): string {
    return this.identity.key?.(item) ?? ''
  }

  #isSame(one: object, other: object): boolean {
    return isSame(one, other, this.volatile)
  }

  /** What became of a place, as changes of single objects. */
  changes(before: Slot | undefined, after: Slot | undefined): Change[] {
    const held = [...objectsOf(before)]
    const items = objectsOf(after).filter((item) => {
      const at = held.findIndex((one) => this.#isSame(one, item))
      if (at >= 0) held.splice(at, 1)
      return at < 0
    })
    const out: Change[] = []
    const added: Change[] = []
    for (const item of items) {
      const at = held.findIndex((one) => this.#continues(one, item))
      if (at < 0) added.push({ type: 'added', item })
      else {
        const [previous] = held.splice(at, 1) as [object]
        out.push({ type: 'changed', item, before: previous, changed: differences(previous, item, this.volatile) })
      }
    }
    return [...held.map((item) => ({ type: 'removed', item }) as const), ...out, ...added]
  }

  #continues(before: object, after: object): boolean {
    return this.#keyOf(before) === this.#keyOf(after) && this.identity.renewed?.(before, after) !== true
  }
}

/** What happened to one object. */
export type Change =
  | { readonly type: 'added' | 'removed'; readonly item: object }
  | { readonly type: 'changed'; readonly item: object; readonly before: object; readonly changed: string[] }
