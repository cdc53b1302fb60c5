import { callerError, InputError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { readState } from './actual.ts'
import { Applied, type Undo } from './applied.ts'
import { type Due, shown } from './due.ts'
import { alone } from './lock.ts'
import type { CheckedApply } from './options.ts'
import type { Owner } from './owner.ts'
import { compared, pass } from './pass.ts'
import { Places } from './places.ts'
import { stepsOf } from './plan.ts'
import type { Doing } from './run.ts'
import { type Snapshot, snapshotOf, topologyOf } from './snapshot.ts'
import type { Nft } from './tables/wanted.ts'
import type { PlanStep, Space, Topology } from './types.ts'
import { checkWanted, type Wanted } from './wanted.ts'

/** What a failed call left behind. */
export interface RollbackReport {
  /** Whether everything is as it was before. */
  complete: boolean
  /** What could not be brought back: the steps that would do it; none if that could not be found out. */
  left: readonly PlanStep[]
  /** Why the rollback failed. */
  cause?: unknown
}

/** Checks a topology; errors name the verb. */
export async function checkedTopology(operation: string, wanted: Topology, owner: Owner): Promise<Wanted> {
  try {
    return checkWanted(wanted, { owner, nft: await nftOf(wanted), marking: true })
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

/** What compares tables is loaded if there are some. */
function loaded(hasTables: boolean): Promise<Nft | undefined> {
  return hasTables ? import('../nftables/canonical.ts') : Promise.resolve(undefined)
}

function nftOf(wanted: Topology): Promise<Nft | undefined> {
  const { namespaces, ...own } = Object(wanted) as Topology
  const spaces = [own, ...Object.values(Object(namespaces) as object)]
  const hasTables = spaces.some((space) => (Object(space) as Space).nftables !== undefined)
  return loaded(hasTables)
}

export function applied(operation: string, handle: Handle, wanted: Wanted, options: CheckedApply): Promise<Applied> {
  const { owner, signal } = options
  return alone(operation, owner, signal, () => appliedNow(operation, handle, wanted, options))
}

/** Applies a topology; the caller has the lock. */
export async function appliedNow(
  operation: string,
  handle: Handle,
  wanted: Wanted,
  options: CheckedApply,
): Promise<Applied> {
  const { owner, force, signal, confirm, onError } = options
  signal?.throwIfAborted()
  // The signal ends it between two phases: a batch that is under way would change what a rollback reads.
  await using places = new Places(operation, handle, {})
  const manner = { operation, owner, force }
  const doing: Doing = { begun: false, done: [] }
  const isArmed = onError === 'rollback' || confirm !== undefined
  try {
    const state = await readState(places, wanted, owner, isArmed)
    const first = stepsOf(manner, wanted, state)
    if (confirm !== undefined) checkReversible(first)
    const undo = isArmed ? await undoOf(operation, handle, await snapshotOf(places, state), wanted, owner) : undefined
    const how = { ...options, doing, first }
    await pass(places, manner, wanted, how).catch((thrown) => failed(doing, undo, options, thrown))
    return new Applied(
      doing.done,
      undo && { ...undo, run: () => alone(operation, owner, undefined, undo.run) },
      confirm,
    )
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

/** A deleted namespace cannot be brought back. */
function checkReversible(steps: readonly Due[]): void {
  const lost = steps.find(({ verb: name }) => name === 'deleteNetns')
  if (lost !== undefined)
    throw new InputError(
      `is not allowed here: the namespace '${lost.netns}' would be deleted, which cannot be undone`,
    ).under('confirm')
}

async function undoOf(
  operation: string,
  handle: Handle,
  snapshot: Snapshot,
  wanted: Wanted,
  owner: Owner,
): Promise<Undo> {
  const before = () => topologyOf(snapshot, wanted, owner)
  const manner = { operation, owner, force: true, exact: true }
  const nft = await loaded(snapshot.spaces.some(({ tables }) => tables !== undefined))
  // Tables come back as they were, also those without an owner.
  const state = () => ({ spaces: checkWanted(before(), { owner, nft, marking: false }).spaces, closed: false })
  return {
    before,
    async run() {
      await using there = new Places(operation, handle, {})
      await pass(there, manner, state(), { verify: true })
    },
    async left() {
      await using there = new Places(operation, handle, {})
      return (await compared(there, manner, state())).map(shown)
    },
  }
}

/** Adds to an error what was done and, unless that stays, whether it could be undone. */
async function failed(
  doing: Doing,
  undo: Undo | undefined,
  { onError }: CheckedApply,
  thrown: unknown,
): Promise<never> {
  if (!doing.begun) throw thrown
  const report = onError === 'rollback' && undo !== undefined ? { rollback: await undone(undo) } : {}
  const canTell = thrown instanceof Error && Object.isExtensible(thrown)
  throw canTell ? Object.assign(thrown, { done: doing.done.map(shown), ...report }) : thrown
}

/** Brings back the state before. */
async function undone(undo: Undo): Promise<RollbackReport> {
  try {
    await undo.run()
    return { complete: true, left: [] }
  } catch (cause) {
    return { complete: false, left: await undo.left().catch(() => []), cause }
  }
}
