import { callerError, InputError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { Applied, type Undo } from './applied.ts'
import type { CheckedApply } from './options.ts'
import type { Owner } from './owner.ts'
import { existing, pass, plan } from './pass.ts'
import { Places } from './places.ts'
import { takeSnapshot, topologyOf } from './snapshot.ts'
import type { PlanStep, Topology } from './types.ts'
import { checkWanted, type Wanted } from './wanted.ts'

/** What a failed call left behind. */
export interface RollbackReport {
  /** Whether everything is as it was before. */
  complete: boolean
  /** What could not be brought back: the steps that would do it. */
  left: readonly PlanStep[]
}

/** Checks a topology; errors name the verb. */
export function checkedTopology(operation: string, wanted: Topology, owner: Owner): Wanted {
  try {
    return checkWanted(wanted, owner)
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

export async function applied(
  operation: string,
  handle: Handle,
  wanted: Wanted,
  options: CheckedApply,
): Promise<Applied> {
  const { owner, force, signal, confirm, onError } = options
  signal?.throwIfAborted()
  await using places = new Places(operation, handle, { signal })
  const manner = { operation, owner, force }
  const done: PlanStep[] = []
  try {
    if (confirm !== undefined) await checkReversible(places, manner, wanted)
    const isArmed = onError === 'rollback' || confirm !== undefined
    const undo = isArmed ? await undoOf(operation, handle, places, wanted, owner) : undefined
    await pass(places, manner, wanted, { ...options, done }).catch((thrown) =>
      onError === 'rollback' && done.length > 0 ? undone(undo as Undo, thrown) : Promise.reject(thrown),
    )
    return new Applied(done, undo, confirm)
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

/** A deleted namespace cannot be brought back. */
async function checkReversible(places: Places, manner: Parameters<typeof plan>[1], wanted: Wanted): Promise<void> {
  const { steps } = await plan(places, manner, wanted)
  const lost = steps.find(({ verb: name }) => name === 'deleteNetns')
  if (lost !== undefined)
    throw new InputError(
      `is not allowed here: the namespace '${lost.netns}' would be deleted, which cannot be undone`,
    ).under('confirm')
}

async function undoOf(operation: string, handle: Handle, places: Places, wanted: Wanted, owner: Owner): Promise<Undo> {
  const snapshot = await takeSnapshot(places, wanted, await existing(places))
  const before = () => topologyOf(snapshot, wanted, owner)
  return {
    before,
    async run() {
      await using there = new Places(operation, handle, {})
      const { spaces } = checkedTopology(operation, before(), owner)
      await pass(
        there,
        { operation, owner, force: true, exact: true },
        { spaces, closed: false },
        { verify: true, done: [] },
      )
    },
  }
}

/** Brings back the state before, and reports in the error whether that succeeded. */
async function undone(undo: Undo, thrown: unknown): Promise<never> {
  const report: RollbackReport = await undo.run().then(
    () => ({ complete: true, left: [] }),
    (error: { step?: PlanStep }) => ({
      complete: false,
      left: error.step === undefined ? [] : [error.step],
      cause: error,
    }),
  )
  throw thrown instanceof Error ? Object.assign(thrown, { rollback: report }) : thrown
}
