import { bitmask } from '../datatype/byteorder.ts'
import type { Element, Node, RangeNode } from './node.ts'
import { fail, type Placed } from './path.ts'
import { MAP, type SetInfo } from './set.ts'

/** An element whose key is a range, whatever it was written as. */
export interface Interval extends Element {
  key: RangeNode
}

/** The range that a constant stands for; undefined for what is no interval (`*`). */
export function rangeOf(key: Node): RangeNode | undefined {
  const { datatype, length, byteorder } = key
  if (key.kind === 'range') return key
  if (key.kind === 'value') return { kind: 'range', datatype, length, byteorder, low: key.value, high: key.value }
  if (key.kind !== 'prefix') return undefined
  const high = key.value | bitmask(length - key.prefix)
  return { kind: 'range', datatype, length, byteorder, low: key.value, high }
}

/** The elements of an interval set in order, without overlaps. */
export function checkedIntervals(ctx: Placed, set: SetInfo): Element[] {
  const { intervals, others } = split(set.elements)
  intervals.sort(byStart)
  const merges = set.autoMerge && (set.flags & MAP) === 0
  return [...(merges ? merged(intervals) : distinct(ctx, intervals)), ...others]
}

function split(elements: readonly Element[]): { intervals: Interval[]; others: Element[] } {
  const intervals: Interval[] = []
  const others: Element[] = []
  for (const entry of elements) {
    const key = rangeOf(entry.key)
    if (key) intervals.push({ ...entry, key })
    else others.push(entry)
  }
  return { intervals, others }
}

/** By their beginnings; of two that begin together the longer first. */
export function byStart(a: Interval, b: Interval): number {
  if (a.key.low !== b.key.low) return a.key.low < b.key.low ? -1 : 1
  if (a.key.high !== b.key.high) return a.key.high > b.key.high ? -1 : 1
  return 0
}

/** Intervals that touch or overlap become one. */
export function merged(sorted: readonly Interval[]): Interval[] {
  const found: Interval[] = []
  let last: Interval | undefined
  for (const entry of sorted) {
    if (last && entry.key.low <= last.key.high + 1n) {
      if (entry.key.high > last.key.high) last.key = { ...last.key, high: entry.key.high }
      continue
    }
    last = { ...entry }
    found.push(last)
  }
  return found
}

/** The same interval twice is one; any other overlap is a conflict. */
function distinct(ctx: Placed, sorted: readonly Interval[]): Interval[] {
  const found: Interval[] = []
  let last: Interval | undefined
  for (const entry of sorted) {
    const same = last && entry.key.low === last.key.low && entry.key.high === last.key.high
    if (last && !same && entry.key.low <= last.key.high) return fail(ctx, 'conflicts with another interval')
    if (!same) found.push(entry)
    last = entry
  }
  return found
}
