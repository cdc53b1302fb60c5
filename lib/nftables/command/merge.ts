import type { SetElement } from '../bytecode.ts'
import { byStart, type Interval, rangeOf } from '../compile/interval.ts'
import type { Element, RangeNode } from '../compile/node.ts'
import type { SetInfo } from '../compile/set.ts'
import { BIG, bitmask, fromBytes } from '../datatype/byteorder.ts'
import type { ElementColumns } from '../native.ts'
import { ELEMENT_COMMENT, readUserdata, recordText } from '../selector/userdata.ts'
import { type Knowledge, tableKey } from './question.ts'
import type { Registry } from './registry.ts'
import { type Kept, union } from './union.ts'

/** What has to be taken out of a set and put into it. */
export interface Change {
  removed: Element[]
  added: Element[]
}

/** What the sets that merge their intervals hold, as the commands so far have left it: sorted, without overlaps. */
export class IntervalSets {
  readonly #knowledge: Knowledge
  readonly #registry: Registry
  readonly #held = new Map<string, Interval[]>()

  constructor(knowledge: Knowledge, registry: Registry) {
    this.#knowledge = knowledge
    this.#registry = registry
  }

  /** Puts intervals in: what they touch or overlap is taken out, and one interval put in for all of it. */
  add(set: SetInfo, elements: readonly Element[]): Change {
    const { intervals, others } = sorted(elements)
    const { kept, removed, added } = union(this.#of(set), intervals, set.timeout ?? 0n)
    this.#held.set(keyOf(set), kept)
    return { removed, added: [...added, ...others] }
  }

  /**
   * Takes intervals out: what is left of those that hold them is put back. `missing` is told the number (among the sorted) of the
   * first interval that no single one holds.
   */
  remove(set: SetInfo, elements: readonly Element[], missing: (interval: Interval) => never): Change {
    const { intervals, others } = sorted(elements)
    const { kept, removed, added } = difference(this.#of(set), intervals, missing)
    this.#held.set(keyOf(set), kept)
    return { removed: [...removed, ...others], added }
  }

  /** The set is emptied, or deleted. */
  flush(set: SetName): void {
    this.#held.set(keyOf(set), [])
  }

  /** Every table whose key begins so is deleted. */
  forget(prefix: string): void {
    for (const key of this.#held.keys()) if (key.startsWith(prefix)) this.#held.delete(key)
  }

  #of(set: SetInfo): Interval[] {
    return this.#held.get(keyOf(set)) ?? this.#fetched(set)
  }

  /** A set of this transaction may be one that the kernel has already. */
  #fetched(set: SetInfo): Interval[] {
    const { family, table, name } = set
    if (this.#registry.isFresh(family, table)) return []
    const lists = this.#knowledge.ask({ about: 'elements', family, table, name })
    return lists.flatMap((columns) => intervalsOf(set, columns)).sort(byStart)
  }
}

type SetName = Pick<SetInfo, 'family' | 'table' | 'name'>

function keyOf({ family, table, name }: SetName): string {
  return tableKey(family, table) + name
}

function sorted(elements: readonly Element[]): { intervals: Interval[]; others: Element[] } {
  const intervals: Interval[] = []
  const others: Element[] = []
  for (const entry of elements) {
    const key = rangeOf(entry.key)
    if (key) intervals.push({ ...entry, key })
    else others.push(entry)
  }
  return { intervals: intervals.sort(byStart), others }
}

function difference(
  held: readonly Interval[],
  unwanted: readonly Interval[],
  missing: (interval: Interval) => never,
): Kept {
  const result: Kept = { kept: [], removed: [], added: [] }
  let i = 0
  let j = 0
  while (i < held.length) {
    const old = held[i] as Interval
    i++
    const cuts: Interval[] = []
    for (let one = unwanted[j]; one && one.key.low <= old.key.high; one = unwanted[j]) {
      if (one.key.low < old.key.low || one.key.high > old.key.high) missing(one)
      cuts.push(one)
      j++
    }
    if (cuts.length === 0) result.kept.push(old)
    else cutOut(old, cuts, result)
  }
  if (j < unwanted.length) missing(unwanted[j] as Interval)
  return result
}

function cutOut(old: Interval, cuts: readonly Interval[], { kept, removed, added }: Kept): void {
  removed.push(old)
  let { low } = old.key
  const rests: RangeNode[] = []
  for (const { key } of cuts) {
    if (key.low > low) rests.push({ ...old.key, low, high: key.low - 1n })
    if (key.high >= low) low = key.high + 1n
  }
  if (low <= old.key.high) rests.push({ ...old.key, low })
  for (const key of rests) {
    const rest = { ...old, key }
    added.push(rest)
    kept.push(rest)
  }
}

/** NFT_SET_ELEM_INTERVAL_END and NFT_SET_ELEM_CATCHALL */
const END = 1
const CATCHALL = 2

/** What columns of the kernel hold: each beginning with the end that comes next. */
function intervalsOf(set: SetInfo, columns: ElementColumns): Interval[] {
  const { count, keyLen, keys, flags } = columns
  const rows: { row: number; key: bigint; end: boolean }[] = []
  for (let row = 0; row < count; row++) {
    const bits = flags?.[row] ?? 0
    if ((bits & CATCHALL) !== 0) continue
    const key = fromBytes(keys.subarray(row * keyLen, (row + 1) * keyLen), BIG)
    rows.push({ row, key, end: (bits & END) !== 0 })
  }
  rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : Number(b.end) - Number(a.end)))
  const found: Interval[] = []
  for (let i = 0; i < rows.length; i++) {
    const { row, key, end } = rows[i] as (typeof rows)[number]
    if (end) continue
    const next = rows[i + 1]
    const high = next ? next.key - 1n : bitmask(set.key.length)
    const { datatype, length, byteorder } = set.key
    found.push({
      key: { kind: 'range', datatype, length, byteorder, low: key, high },
      ...propertiesOf(columns, row),
    })
  }
  return found
}

/** What an element of the kernel has besides its key. */
function propertiesOf(columns: ElementColumns, row: number): Omit<Element, 'key'> {
  const { timeouts, expirations, userdata, expressions } = columns
  const found: Omit<Element, 'key'> = {}
  const timeout = timeouts?.[row] ?? 0n
  const expiration = expirations?.[row] ?? 0n
  if (timeout > 0n) found.timeout = timeout
  if (expiration > 0n) found.expiration = expiration
  const statements: SetElement['expressions'] = expressions?.[row]
  if (statements && statements.length > 0) found.expressions = statements
  const bytes = userdata?.bytes.subarray(userdata.offsets[row] as number, userdata.offsets[row + 1] as number)
  const comment = bytes && readUserdata(bytes).get(ELEMENT_COMMENT)
  if (comment) found.comment = recordText(comment)
  return found
}
