import { callerError, InputError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { verb } from '../verb/verb.ts'
import { Applied, type Undo } from './applied.ts'
import { type ApplyOptions, type CheckedApply, checkApplyOptions } from './options.ts'
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

/**
 * Makes the namespaces be what the topology says: creates what is missing, changes what differs, deletes what the owner has and the topology
 * does not contain. Everything else is left alone; a foreign object in the place of a wanted one is an error (ERR_NETLINK_CONFLICT). All of the
 * topology is checked before anything is sent. Changes are sent in one batch for each namespace and phase; new objects are made before old ones
 * are deleted. Afterwards everything is compared again. If a change fails, the state before is brought back, with what the kernel deleted in
 * consequence of a change; the error has the failed `step`, and `rollback` with what could not be brought back.
 *
 * ```ts
 * await applyTopology(
 *   {
 *     links: { br0: { kind: 'bridge', up: true, addresses: ['10.1.0.1/24'] }, v1: { peer: { netns: 'c1', name: 'eth0' }, master: 'br0', up: true } },
 *     namespaces: { c1: { links: { eth0: { up: true, addresses: ['10.1.0.2/24'] } }, routes: [{ dst: 'default', gateway: '10.1.0.1' }] } },
 *   },
 *   { owner: { protocol: 77, tag: 'my-app' } },
 * )
 * ```
 */
export const applyTopology = verb(
  'applyTopology',
  async (handle: Handle, wanted: Topology, options: ApplyOptions): Promise<Applied> => {
    const checked = checkApplyOptions('applyTopology', options)
    return applied('applyTopology', handle, checkedTopology('applyTopology', wanted, checked.owner), checked)
  },
)

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
