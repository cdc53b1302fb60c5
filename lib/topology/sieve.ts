import type { Occupied } from './occupied.ts'

/** Answers about objects; they are called once for all objects of one shape. */
export interface Judge {
  /** Whether a listed object counts at all. */
  counts(listed: number): boolean
  /** Whether a listed object is the wanted one. Both have the same destination. */
  isSame(wanted: number, listed: number): boolean
}

/** Wanted objects sorted by what is there. */
export interface Sifted {
  /** Those of which nothing is there, by their positions. */
  readonly missing: readonly number[]
  /** Those that are to be looked at, because something else is there or several are wanted. */
  readonly rest: readonly number[]
  /** Listed objects that are where those are. */
  readonly near: ReadonlySet<number>
  /** Whether a listed object is a wanted one. */
  readonly taken: Uint8Array
}

/**
 * Finds most wanted objects in the list by their bytes: whether two messages mean the same depends on their shapes, as long as their
 * destinations are the same.
 */
export function sift(wanted: Occupied, listed: Occupied, judge: Judge): Sifted {
  const missing: number[] = []
  const rest: number[] = []
  const near = new Set<number>()
  const taken = new Uint8Array(listed.length)
  const counts = once((i) => judge.counts(i))
  const isSame = new Map<number, boolean>()
  const pairs = listed.shapes.length
  const same = (one: number, other: number) => {
    const key = wanted.shapeOf(one).id * pairs + listed.shapeOf(other).id
    const known = isSame.get(key)
    if (known !== undefined) return known
    const found = judge.isSame(one, other)
    isSame.set(key, found)
    return found
  }
  for (let i = 0; i < wanted.length; i++) {
    const isAlone = wanted.after(wanted.find(wanted, i), wanted, i) < 0
    let isFree = true
    let found = listed.find(wanted, i)
    for (; found >= 0; found = listed.after(found, wanted, i)) {
      if (!counts(listed.shapeOf(found).id, found)) continue
      isFree = false
      if (isAlone && same(i, found)) break
    }
    if (found >= 0) taken[found] = 1
    else if (isAlone && isFree) missing.push(i)
    else rest.push(i)
  }
  for (const i of rest) {
    for (let found = listed.find(wanted, i); found >= 0; found = listed.after(found, wanted, i)) near.add(found)
  }
  return { missing, rest, near, taken }
}

/** An answer for each shape, found by the first object of it. */
export function once<T>(answer: (i: number) => T): (shape: number, i: number) => T {
  const known: T[] = []
  return (shape, i) => {
    if (!(shape in known)) known[shape] = answer(i)
    return known[shape] as T
  }
}
