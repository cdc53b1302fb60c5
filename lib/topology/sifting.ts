import type { Messages } from '../transport/messages.ts'
import { HEADER } from '../wire/header.ts'
import type { ByMessage, Item } from './families.ts'
import { Occupied } from './occupied.ts'
import { Shapes } from './shapes.ts'
import { once, sift } from './sieve.ts'
import type { WantedList } from './wanted-list.ts'

const HEADER_WORDS = HEADER >> 2

/** What has to be looked at of the objects of one kind. */
export interface Sifting {
  /** Positions of the wanted objects of which nothing is there. */
  readonly missing: readonly number[]
  /** Positions of the wanted objects to be compared with `listed`. */
  readonly rest: readonly number[]
  readonly listed: readonly Item[]
  /** An answer about a missing object, which is the same for all of its shape. */
  byShape<T>(answer: (i: number) => T): (i: number) => T
}

/** Answers about single objects. */
export interface Looking {
  /** Whether a listed object is state that stays. */
  counts(listed: Item): boolean
  isOwn(listed: Item): boolean
  isSame(wanted: number, listed: Item): boolean
}

/** All of them. */
export function unsifted(wanted: WantedList, listed: readonly Item[]): Sifting {
  return { missing: [], rest: Array.from({ length: wanted.length }, (_, i) => i), listed, byShape: (answer) => answer }
}

/** Those that are not plainly equal by their messages, in which the names of links are resolved. */
export function sifted(
  { apart, headerSize, keep, ownerAt }: ByMessage,
  wanted: WantedList,
  messages: Messages<Item>,
  owner: number,
  looking: Looking,
): Sifting {
  const occupied = occupiedBy(messages, new Shapes(headerSize, apart))
  const all = wanted.occupied(headerSize, apart)
  const counts = (i: number) => {
    const item = messages.decode(i)
    return keep(item) && looking.counts(item)
  }
  // Most of what others have is not decoded.
  const mayBeOwn = (i: number) => {
    const at = (((messages.starts[i] as number) + HEADER_WORDS) << 2) + ownerAt
    return messages.bytes.u8[at] === owner
  }
  const { missing, rest, near, taken } = sift(all, occupied, {
    counts,
    isSame: (i, found) => looking.isSame(i, messages.decode(found)),
  })
  const isOwn = once((i) => mayBeOwn(i) && counts(i) && looking.isOwn(messages.decode(i)))
  const listed: Item[] = []
  for (let i = 0; i < messages.length; i++) {
    if (taken[i] === 1 || !(near.has(i) || isOwn(occupied.shapeOf(i).id, i))) continue
    const item = messages.decode(i)
    if (keep(item)) listed.push(item)
  }
  return { missing, rest, listed, byShape: (answer) => shaped(all, answer) }
}

function shaped<T>(all: Occupied, answer: (i: number) => T): (i: number) => T {
  const known = once(answer)
  return (i) => known(all.shapeOf(i).id, i)
}

function occupiedBy(messages: Messages<Item>, shapes: Shapes): Occupied {
  const { length, starts } = messages
  const from = new Int32Array(length)
  const until = new Int32Array(length)
  for (let i = 0; i < length; i++) {
    from[i] = (starts[i] as number) + HEADER_WORDS
    until[i] = starts[i + 1] as number
  }
  return new Occupied(messages.bytes, from, until, shapes)
}
