import type { Handle } from '../transport/handle.ts'
import type { Asked } from './asked.ts'
import type { Difference, Rollback } from './difference.ts'
import { type Kind, NOTHING, type Scope } from './kind.ts'
import { linkSteps } from './link-steps.ts'
import { Links } from './links.ts'
import { groupSteps } from './multicast.ts'
import { compareObjects, type Known } from './objects.ts'
import { kinds, type Slots, type Snapshot, slotsOf } from './snapshot.ts'
import { type Errors, keyOf, runInTurn, runTogether, type Step } from './step.ts'

/** What a step brings back may make others possible: a route, one to its gateway. */
const MOST_ROUNDS = 8

/** Brings everything that the executed requests changed back to the snapshot; `left` is what cannot be. Never rejects. */
export async function restore(handle: Handle, snapshot: Snapshot, executed: readonly Asked[]): Promise<Rollback> {
  const errors: Errors = new Map()
  try {
    const left = await rounds(handle, snapshot, executed, errors)
    return { complete: left.length === 0, left: left.map((one) => withError(one, errors)) }
  } catch (thrown) {
    const message = `the state could not be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`
    return { complete: false, left: [{ code: 'differs', kind: 'change', subject: 'batch', message }] }
  }
}

function withError(difference: Difference, errors: Errors): Difference {
  const error = errors.get(keyOf(difference))
  return error === undefined ? difference : { ...difference, error }
}

async function rounds(
  handle: Handle,
  snapshot: Snapshot,
  executed: readonly Asked[],
  errors: Errors,
): Promise<Difference[]> {
  const links = new Links(snapshot.links, executed)
  const known = await knownOf(handle, snapshot, executed)
  let last = ''
  let left: Difference[] = []
  for (let round = 0; round < MOST_ROUNDS; round++) {
    left = await oneRound(known, links, round > 0, errors)
    const groups = snapshot.groups === undefined ? [] : await groupSteps(handle, snapshot.groups, executed)
    await runTogether(groups, errors)
    left.push(...groups.map(({ difference }) => difference))
    const keys = left.map(keyOf).join('\n')
    if (round > 0 && (left.length === 0 || keys === last)) break
    last = keys
  }
  return left
}

/** One round of steps; the differences that they were to end. */
async function oneRound(known: Known, links: Links, again: boolean, errors: Errors): Promise<Difference[]> {
  const done: Step[] = []
  const ofLinks = await linkRounds(known.handle, links, errors)
  for (const kind of [...kinds].reverse()) {
    const { removals } = await compareObjects(known, kind, again)
    await runTogether(removals.reverse(), errors)
    done.push(...removals)
  }
  for (const kind of kinds) {
    const { puts } = await compareObjects(known, kind, again)
    await runTogether(puts, errors)
    done.push(...puts)
  }
  return [...ofLinks, ...done].map(({ difference }) => difference)
}

/** Links that are created again need settings, and ports a master, before what follows. */
const LINK_ROUNDS = 3

async function linkRounds(handle: Handle, links: Links, errors: Errors): Promise<Step[]> {
  let steps: Step[] = []
  for (let round = 0; round < LINK_ROUNDS; round++) {
    const next = await linkSteps(handle, links)
    if (next.length === 0) break
    steps = next
    await runInTurn(steps, errors)
  }
  return steps
}

/** The snapshot, completed by what may vanish when added addresses are removed: with the last one, routes and neighbours of the link do. */
async function knownOf(handle: Handle, snapshot: Snapshot, executed: readonly Asked[]): Promise<Known> {
  const { scope } = snapshot
  const added = executed.flatMap(({ operation, fields }) => {
    const { link } = fields
    return operation === 'addAddress' && typeof link === 'number' && !scope.links.has(link) ? [link] : []
  })
  const before = new Map(snapshot.objects)
  const known: Known = { handle, before, scope, executed, foreign: new Set(), taken: new Set() }
  if (added.length === 0) return known
  const late: Scope = { ...NOTHING, links: new Set(added) }
  for (const kind of kinds) {
    if (kind.noun === 'rule') continue
    const now = await slotsOf(handle, kind, [], late)
    before.set(kind, completed(known, kind, before.get(kind) ?? new Map(), now))
  }
  return { ...known, scope: { ...scope, links: new Set([...scope.links, ...added]) } }
}

function completed({ executed }: Known, kind: Kind, before: Slots, now: Slots): Slots {
  const out = new Map(before)
  for (const [slot, items] of now) {
    const kept = items.filter((item) => !isMade(kind, item, executed))
    if (!out.has(slot) && kept.length > 0) out.set(slot, kept)
  }
  return out
}

function isMade(kind: Kind, item: object, executed: readonly Asked[]): boolean {
  return executed.some(
    ({ operation, fields }) =>
      Object.hasOwn(kind.verbs, operation) && kind.placeAsked(fields) === kind.placeOf(item) && kind.made(item, fields),
  )
}
