import type { Expr, Mapping } from '../json.ts'
import type { ElementColumns } from '../native.ts'
import type { KnownSet, Part, Scope } from './known.ts'
import { isReversed } from './node.ts'
import { type PrintedPart, printBetween, printedParts, wholePrinter } from './part.ts'
import { padded } from './register.ts'
import { indices, mergeSort, sortKeys } from './sort.ts'

/** NFT_SET_ELEM_* */
const INTERVAL_END = 1
const CATCHALL = 2

type Printed = (Expr | Mapping)[]

/** Puts around the key of an element what it has beside it. */
export type Finish = (index: number, key: Expr) => Expr | Mapping

/** Keys in nft's order, each with what `finish` puts around it. */
export function printKeys(
  scope: Scope,
  set: KnownSet,
  elements: ElementColumns,
  shift: number,
  finish: Finish,
): Printed {
  const catchall = catchallOf(elements)
  const all = indices(elements.count)
  const order = catchall === undefined ? all : all.filter((index) => index !== catchall)
  const parts = printedParts(scope, set.key, { interval: set.interval, shift })
  const printed = printBy(set)(set, elements, order, parts, finish)
  if (catchall !== undefined) printed.push(finish(catchall, '*'))
  return printed
}

function catchallOf({ flags, count }: ElementColumns): number | undefined {
  if (!flags) return undefined
  for (let i = 0; i < count; i++) if ((flags[i] as number) & CATCHALL) return i
  return undefined
}

type PrintKeys = (
  set: KnownSet,
  elements: ElementColumns,
  order: Uint32Array,
  parts: readonly PrintedPart[],
  finish: Finish,
) => Printed

function printBy({ interval, key }: KnownSet): PrintKeys {
  if (!interval) return printPlain
  return key.length > 1 ? printRanges : printIntervals
}

/** Single keys, sorted as the numbers that they are. */
const printPlain: PrintKeys = (set, { keys, keyLen }, order, parts, finish) => {
  const print = wholePrinter(parts)
  const sorted = sortPlain(set, keys, keyLen, order)
  const printed: Printed = new Array(sorted.length)
  for (let i = 0; i < sorted.length; i++) {
    const index = sorted[i] as number
    printed[i] = finish(index, print(keys, index * keyLen))
  }
  return printed
}

function sortPlain(set: KnownSet, keys: Uint8Array, keyLen: number, order: Uint32Array): ArrayLike<number> {
  const [part] = set.key
  if (part && set.key.length === 1 && part.type.base === 'bitmask' && part.type.name !== 'bitmask')
    return mergeSort([...order], lowestFlags(part, keys, keyLen))
  return sortKeys({ bytes: keys, stride: keyLen, places: comparedPlaces(set, keyLen) }, order)
}

/** The place of the lowest flag of each key. */
function lowestFlags({ order }: Part, keys: Uint8Array, keyLen: number): number[] {
  const values: number[] = []
  for (let at = 0; at < keys.length; at += keyLen) {
    const bytes = keys.subarray(at, at + keyLen)
    const low = isReversed(order) ? bytes : bytes.slice().reverse()
    const place = low.findIndex((byte) => byte !== 0)
    const byte = low[place] ?? 0
    values.push(place < 0 ? -1 : place * 8 + Math.log2(byte & -byte))
  }
  return values
}

/**
 * The bytes by which nft sorts, the least first: of a number its bytes; concatenations and text it reads from the wrong end,
 * so that the last byte decides.
 */
function comparedPlaces({ key }: KnownSet, keyLen: number): number[] {
  const [part] = key
  const upwards = Array.from({ length: keyLen }, (_, place) => place)
  if (part && key.length === 1) return isReversed(part.order) ? upwards : upwards.reverse()
  let at = 0
  return key.flatMap(({ bits }) => {
    const places = upwards.slice(at, at + Math.ceil(bits / 8))
    at += padded(bits) / 8
    return places
  })
}

/** Concatenations of ranges, in the kernel's order. */
const printRanges: PrintKeys = (_, { keys, keyEnds = keys, keyLen }, order, parts, finish) => {
  const printed: Printed = []
  for (const index of order) {
    const concat = parts.map((part): Expr => {
      const at = index * keyLen + part.place
      return printBetween(part, keys, at, keyEnds, at)
    })
    printed.push(finish(index, { concat }))
  }
  return printed
}

/** The last number of all: of a named set that is shown by its expression no more than that can have. */
function fillLast({ anonymous, key: [part] }: KnownSet, last: Uint8Array): void {
  last.fill(0xff)
  const odd = (part?.bits ?? 0) % 8
  if (!anonymous && part?.like !== undefined && odd > 0) last[0] = 0xff >> (8 - odd)
}

/** Intervals, which the kernel keeps as their first key and the first key behind them. */
const printIntervals: PrintKeys = (set, elements, unsorted, [part], finish) => {
  const { keys, keyLen } = elements
  const order = sortIntervals(elements, unsorted)
  const printed: Printed = []
  const last = new Uint8Array(keyLen)
  for (let i = 0; part && i < order.length; i++) {
    const low = order[i] as number
    if (isEnd(elements, low)) continue
    const next = order[i + 1]
    if (next === undefined) fillLast(set, last)
    else decrement(keys, next * keyLen, last)
    printed.push(finish(low, printBetween(part, keys, low * keyLen, last, 0)))
  }
  return printed
}

function isEnd({ flags }: ElementColumns, index: number): boolean {
  return flags !== undefined && ((flags[index] as number) & INTERVAL_END) !== 0
}

/** By key, the end of one interval in front of the beginning of the next. */
function sortIntervals({ keys, keyLen, flags }: ElementColumns, order: Uint32Array): Uint32Array {
  const places = Array.from({ length: keyLen }, (_, place) => keyLen - 1 - place)
  const ends = flags ? Uint8Array.from(flags, (flag) => (flag & INTERVAL_END ? 0 : 1)) : undefined
  const endsFirst = ends ? sortKeys({ bytes: ends, stride: 1, places: [0] }, order) : order
  return sortKeys({ bytes: keys, stride: keyLen, places }, endsFirst)
}

/** The number at `at` less one. */
function decrement(bytes: Uint8Array, at: number, into: Uint8Array): void {
  let borrow = 1
  for (let i = into.length - 1; i >= 0; i--) {
    const byte = (bytes[at + i] as number) - borrow
    borrow = byte < 0 ? 1 : 0
    into[i] = byte & 0xff
  }
}
