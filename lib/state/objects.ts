import type { Address } from '../address/address.ts'
import type { Handle } from '../transport/handle.ts'
import { addresses, bare } from './addresses.ts'
import type { Asked } from './asked.ts'
import { isConcerned, type Kind, ofKind, type Places, placesOf, type Scope } from './kind.ts'
import { type Slots, slotsOf } from './snapshot.ts'
import type { Step } from './step.ts'

/** What is known when objects are compared. */
export interface Known {
  readonly handle: Handle
  readonly before: ReadonlyMap<Kind, Slots>
  readonly scope: Scope
  /** The requests that were executed. */
  readonly executed: readonly Asked[]
  /** Addresses on links of the scope that others have added. */
  readonly foreign: Set<string>
  /** Objects that were removed to put others before them. */
  readonly taken: Set<object>
}

/** What has to be removed and put back. */
export interface Steps {
  readonly removals: Step[]
  readonly puts: Step[]
}

/** Compares the objects of one kind with those before. `again` puts back what the kernel should have created itself by now. */
export async function compareObjects(known: Known, kind: Kind, again: boolean): Promise<Steps> {
  const { handle, scope, executed } = known
  const before: Slots = known.before.get(kind) ?? new Map()
  const now = await slotsOf(handle, kind, executed, scope, before)
  if (kind.noun === 'address') noteForeign(known, before, now)
  const places = placesOf(kind, ofKind(kind, executed))
  const out: Steps = { removals: [], puts: [] }
  for (const slot of new Set([...before.keys(), ...now.keys()])) {
    const [held, there] = [before.get(slot) ?? [], now.get(slot) ?? []]
    const want = held.filter((item) => isThere(kind, item, there) || isMissed(known, kind, item, places, again))
    const have = there.filter((item) => isOurs(known, kind, item, held, places))
    compareSlot(known, kind, want, have, out)
  }
  return ordered(kind, out)
}

function isThere(kind: Kind, item: object, now: readonly object[]): boolean {
  return now.some((one) => kind.same(one, item))
}

/** Whether an object is gone because of the batch, and does not come back with another one. */
function isMissed({ scope, taken }: Known, kind: Kind, item: object, places: Places, again: boolean): boolean {
  if (taken.has(item)) return true
  const isAsked = isConcerned(kind, item, places)
  return kind.own(item) ? again && isAsked : isAsked || kind.within(item, scope)
}

/** Whether an object was there before, or is the batch's: anything else belongs to others. */
function isOurs(known: Known, kind: Kind, item: object, held: readonly object[], places: Places): boolean {
  if (isThere(kind, item, held)) return true
  const asked = places.get(kind.placeOf(item)) ?? []
  if (asked.some(({ operation, fields }) => !operation.startsWith('delete') && kind.made(item, fields))) return true
  const isWithin = kind.within(item, known.scope)
  if (kind.unique(item) && held.some((one) => isChanged(known, kind, one, item, places))) return true
  const { prefsrc } = item as { prefsrc?: string }
  const isForeign = prefsrc !== undefined && known.foreign.has(prefsrc)
  return kind.ownGoes === true && kind.own(item) && isWithin && !isForeign
}

/** Whether an object that was there has become this one. */
function isChanged({ scope }: Known, kind: Kind, was: object, item: object, places: Places): boolean {
  return kind.placeOf(was) === kind.placeOf(item) && (kind.within(was, scope) || isConcerned(kind, was, places))
}

function noteForeign(known: Known, before: Slots, now: Slots): void {
  const places = placesOf(addresses as never as Kind, ofKind(addresses as never as Kind, known.executed))
  for (const [slot, items] of now) {
    const held = new Set((before.get(slot) ?? []).map((one) => (one as Address).address))
    for (const item of items as Address[]) {
      const isBatch = isConcerned(addresses as never as Kind, item, places)
      if (!held.has(item.address) && !isBatch) known.foreign.add(bare(item.address))
    }
  }
}

function compareSlot({ handle, taken }: Known, kind: Kind, want: object[], have: object[], out: Steps): void {
  let same = 0
  while (same < want.length && same < have.length && kind.same(want[same] as object, have[same] as object)) same++
  const [missing, unwanted] = [want.slice(same), have.slice(same)]
  const [to, from] = [missing[0], unwanted[0]]
  if (want.length === 1 && have.length === 1 && to !== undefined && from !== undefined) {
    const step = replacing(handle, kind, from, to)
    if (step !== undefined) {
      out.puts.push(step)
      return
    }
  }
  for (const item of missing) if (isThere(kind, item, unwanted)) taken.add(item)
  for (const item of unwanted) {
    const difference = { code: 'unwanted', ...described(kind, item, 'was not there before'), found: item } as const
    out.removals.push({ difference, run: () => kind.remove(handle, item) })
  }
  for (const item of missing) {
    const difference = { code: 'missing', ...described(kind, item, 'is missing'), expected: item } as const
    out.puts.push({ difference, run: () => kind.put(handle, item) })
  }
}

function replacing(handle: Handle, kind: Kind, from: object, to: object): Step | undefined {
  if (!kind.canReplace(from, to)) return undefined
  const difference = { code: 'differs', ...described(kind, to, 'differs'), expected: to, found: from } as const
  return { difference, run: () => kind.replace(handle, to) }
}

function described(kind: Kind, item: object, how: string) {
  const subject = kind.subject(item)
  return { kind: kind.noun, subject, message: `${kind.noun} ${subject} ${how}` }
}

function ordered(kind: Kind, { removals, puts }: Steps): Steps {
  if (kind.ordered === undefined) return { removals, puts }
  const byItem = new Map(puts.map((step) => [step.difference.expected as object, step]))
  const items = kind.ordered([...byItem.keys()])
  return { removals, puts: items.map((item) => byItem.get(item) as Step) }
}
