import { callerError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { verb } from '../verb/verb.ts'
import { checkedTopology } from './applying.ts'
import { shown } from './due.ts'
import type { Placed } from './failed-step.ts'
import { checkPlanOptions, checkRunOptions, type RunOptions } from './options.ts'
import { compared } from './pass.ts'
import { Places } from './places.ts'
import { Plan } from './plan.ts'
import { run } from './run.ts'
import { checkSteps } from './stored.ts'
import type { PlanOptions, StoredPlan, Topology } from './types.ts'

/**
 * Compares a topology with what is there and resolves with the steps that {@link applyTopology} would do; changes nothing. The plan is plain
 * JSON, prints as commands of `ip` and `sysctl`, and can be run later by {@link runPlan}.
 *
 * ```ts
 * const plan = await planTopology(wanted, { owner: { protocol: 77, tag: 'my-app' } })
 * if (!plan.empty) console.log(String(plan))
 * ```
 */
export const planTopology = verb(
  'planTopology',
  async (handle: Handle, wanted: Topology, options: PlanOptions): Promise<Plan> => {
    const { owner, force, signal } = checkPlanOptions('planTopology', options)
    const checked = await checkedTopology('planTopology', wanted, owner)
    await using places = new Places('planTopology', handle, { signal })
    try {
      return new Plan((await compared(places, { operation: 'planTopology', owner, force }, checked)).map(shown))
    } catch (thrown) {
      throw callerError('planTopology', thrown)
    }
  },
)

/**
 * Runs the steps of a plan, also of one that was stored as JSON. Deletions of what is gone already succeed; any other failure ends the call,
 * and the error has the failed `step`. Nothing is rolled back.
 */
export const runPlan = verb(
  'runPlan',
  async (handle: Handle, given: StoredPlan, options?: RunOptions): Promise<void> => {
    const { signal, onProgress } = checkRunOptions('runPlan', options)
    const steps = checkSteps('runPlan', given)
    await using places = new Places('runPlan', handle, { signal })
    try {
      await run(places, steps, { signal, onProgress })
    } catch (thrown) {
      throw invalid(thrown)
    }
  },
)

/** The error of a step whose arguments are invalid, which the verb of the step has thrown. */
function invalid(thrown: unknown): unknown {
  const { step } = thrown as Placed
  if (step === undefined || !(thrown instanceof TypeError || thrown instanceof RangeError)) return thrown
  const message = `runPlan: ${thrown.message}`
  return Object.assign(thrown instanceof TypeError ? new TypeError(message) : new RangeError(message), { step })
}
