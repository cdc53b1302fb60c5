import type { State } from './actual.ts'
import type { Due } from './due.ts'
import { Conflict } from './failure.ts'
import { PHASES } from './families.ts'
import { itemSteps } from './item-steps.ts'
import { deletionSteps, linkSteps } from './link-steps.ts'
import { isTagged } from './owner.ts'
import { type Manner, PlanContext } from './plan-context.ts'
import { sysctlSteps } from './sysctl-steps.ts'
import { tableSteps } from './tables/steps.ts'
import type { PlanStep, StoredPlan } from './types.ts'
import type { Wanted, WantedSpace } from './wanted.ts'

/**
 * The steps from what is there to a topology: plain JSON that can be stored, reviewed and run later by `runPlan`. As text, it is a script
 * of `ip`, `sysctl` and `nft` commands.
 */
export class Plan {
  /** The steps, in the order in which they are done. */
  readonly steps: readonly PlanStep[]

  /** A plan of these steps, which may have been stored as JSON. */
  constructor(steps: readonly PlanStep[]) {
    this.steps = steps
  }

  /** Whether everything is as it must be. */
  get empty(): boolean {
    return this.steps.length === 0
  }

  /** The commands, one a line. */
  toString(): string {
    return this.steps.map(({ command }) => `${command}\n`).join('')
  }

  /** What JSON.stringify shows. */
  toJSON(): StoredPlan {
    return { steps: this.steps }
  }
}

/** Compares a topology with what is there. */
export function stepsOf(manner: Manner, wanted: Wanted, state: State): Due[] {
  const context = new PlanContext(manner, wanted, state)
  for (const space of context.spaces) netnsSteps(context, space)
  for (const netns of state.others)
    context.step(PHASES.deleteNetns, netns, 'deleteNetns', [netns], 'unwanted', `namespaces.${netns}`)
  for (const space of context.spaces) {
    if (space.absent) continue
    linkSteps(context, space)
    tableSteps(context, space)
    sysctlSteps(context, space)
    itemSteps(context, space)
  }
  deletionSteps(context)
  return context.steps.toSorted((one, other) => one.phase - other.phase)
}

function netnsSteps(context: PlanContext, { netns, path, absent }: WantedSpace): void {
  const { exists, byName } = context.actual(netns)
  if (exists === !absent) return
  if (!absent) {
    context.step(PHASES.createNetns, netns, 'createNetns', [netns], 'missing', path)
    context.step(PHASES.removeFirst, netns, 'addAltname', ['lo', [`${context.owner.prefix}lo`]], 'missing', path)
    return
  }
  const lo = byName.get('lo')
  const isOwn = lo !== undefined && isTagged(lo, context.owner)
  // Before a rollback, another program has created it, or it was not created because another one has.
  if (!isOwn && context.exact) return
  if (!isOwn && !context.force)
    throw new Conflict(context.operation, path, 'the namespace exists, and does not belong to the owner')
  context.step(PHASES.deleteNetns, netns, 'deleteNetns', [netns], 'unwanted', path)
}
