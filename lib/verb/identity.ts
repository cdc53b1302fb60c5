import type { RtMessage } from '../protocol/rtnetlink.ts'

/** What the kernel changes or deletes without an event when something else happens. */
export interface Collateral {
  /** The links of an object: one of them goes up or down, gets or loses its carrier, or is deleted. */
  readonly link: (item: never) => readonly (number | undefined)[]
  /** The filter that lists the objects of one link. */
  readonly by: string
  /** Objects appear without an event as well. */
  readonly appears?: boolean
  /** Objects appear, change and vanish with settings of the link as a port of a bridge, or as a bridge. */
  readonly port?: boolean
  /** Further errors of a list of the objects of a link that has none any more. */
  readonly gone?: readonly string[]
  /** A nexthop that an object uses, directly or through a group, is changed or deleted. */
  readonly nexthop?: (item: never) => boolean
  /** An address that an object uses is deleted. */
  readonly address?: (item: never) => string | undefined
}

/**
 * How objects of one kind are identified, compared and followed by events. Each module declares its row next to its message; watches read it.
 */
export interface Identity<Item> {
  /** The noun, 'route': the key of an event. */
  readonly kind: string
  /** The noun of all of them, 'routes': the option of a watch, and its replica. */
  readonly plural: string
  /** The message of a new object; deletion has the next number. */
  readonly message: RtMessage
  /** Multicast groups of its events. */
  readonly groups: readonly string[]
  /** The fields of an object, if a watch can select changes by them. */
  readonly fields?: readonly string[]
  /** Fields that change without an event, or that only count: neither compared nor reported. `a.b` is a field of a nested object. */
  readonly volatile: readonly string[]
  /** The place of an object. Few objects have the same place. It should be a string that the object already has: memory. */
  place(item: Item): string | number
  /**
   * The key of an object among those of the same place; absent if there is only one. Several objects of one key are an ordered list: a new one
   * comes first, or last with NLM_F_APPEND, or replaces the first with NLM_F_REPLACE.
   */
  readonly key?: (item: Item) => string
  /** Whether an event about one object may change or delete another of the same place, without saying so. */
  readonly contests?: (one: Item, other: Item) => boolean
  /** Whether an object with the same key is another one: a link whose index was used again. */
  readonly renewed?: (before: Item, after: Item) => boolean
  /** Whether an event does not say what the object is: it must be read. */
  readonly incomplete?: (item: Item) => boolean
  /** Other objects of the kind that change with this one: their places. `before` or `after` is absent if it is new or gone. */
  readonly touches?: (before: Item | undefined, after: Item | undefined) => readonly (number | undefined)[]
  /** Objects of lists and events that are not state: cloned routes. */
  readonly omit?: (item: Item) => boolean
  /** Filters that hold the index or name of a link, each by its key. */
  readonly links?: readonly string[]
  /** Filters that watches cannot apply, because events do not say. */
  readonly unwatched?: readonly string[]
  /** Filters that say how objects are read, and select none. */
  readonly reading?: readonly string[]
  /** Whether an event has the value of a filter; by default, the field of the same name has it. */
  readonly matches?: { readonly [filter: string]: (item: Item, wanted: never) => boolean }
  /** What an object must be if the filter of this name is not given. */
  readonly defaults?: { readonly [filter: string]: (item: Item) => boolean }
  /** Fields of the header that the kernel's socket filter compares, if the filter of the same name is given. */
  readonly selectors?: readonly string[]
  readonly collateral?: Collateral
  /** How a wanted state is reached; absent for kinds that are compared in another way. */
  readonly desired?: Desired<Item>
}

/** How objects of one kind are brought to a wanted state. */
export interface Desired<Item> {
  /** The field that holds the number of the owner (RTPROT_*). */
  readonly owner: keyof Item & string
  /** Which object of the kernel a wanted one is: the kernel replaces that, or refuses another of the same key. */
  readonly key: (item: Item) => string
  /**
   * The attribute on which nothing else of an object depends: whether two objects with the same value are equal does not depend on which it is. Of
   * objects with equal keys, it and the first word of the header are equal.
   */
  readonly apart?: keyof Item & string
  /** Fields that the kernel changes in place; if others differ, the object is deleted and added. By default all. */
  readonly changeable?: (item: Item) => readonly (keyof Item & string)[]
  /** An object of a request with what the kernel adds to it, so that it equals the listed one. */
  readonly completed?: (item: Item) => Item
  /** Fields that the kernel chooses where a request has none. */
  readonly chosen?: readonly (keyof Item & string)[]
  /** The field that shows that an object is there and of no use, so that it must be made again. */
  readonly failed?: (item: Item) => (keyof Item & string) | undefined
  /** Made by the kernel or received from the network, so that it is nobody's wish. */
  readonly automatic: (item: Item) => boolean
  /** A listed object without what is the default: the shortest options for it. */
  readonly brief: (item: Item) => Partial<Item>
  /** Must exist before others of the kind: 0 first. Deletions are in the reverse order. */
  readonly rank?: (item: Item) => number
}
