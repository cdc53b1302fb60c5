import { NetlinkError } from '../errors.ts'
import { listNetns } from '../netns/verbs.ts'
import { on } from '../verb/verb.ts'
import { readState } from './actual.ts'
import type { Places } from './places.ts'
import { type Plan, planOf } from './plan.ts'
import type { Manner } from './plan-context.ts'
import { type Running, run } from './run.ts'
import type { PlanStep } from './types.ts'
import type { Wanted } from './wanted.ts'

/** One change may undo another (a primary address is deleted with its secondary ones): what is missing then is added. */
const MOST_PASSES = 5

export async function plan(places: Places, manner: Manner, wanted: Wanted): Promise<Plan> {
  return planOf(manner, wanted, await readState(places, wanted, manner.owner))
}

/** Runs a plan and, with `verify`, compares again until nothing differs. The result is what was done. */
export async function pass(
  places: Places,
  manner: Manner,
  wanted: Wanted,
  how: Running & { readonly verify: boolean; readonly done: PlanStep[] },
): Promise<void> {
  let next = await plan(places, manner, wanted)
  for (let left = MOST_PASSES; !next.empty; left--) {
    if (left === 0) throw differs(manner.operation, next)
    how.done.push(...next.steps)
    await run(places, next.steps, how)
    if (!how.verify) return
    how.signal?.throwIfAborted()
    next = await plan(places, manner, wanted)
  }
}

function differs(operation: string, { steps: [first] }: Plan): NetlinkError {
  const { subject, fields, command } = first as PlanStep
  const which = fields === undefined ? subject : `${subject} (${fields.join(', ')})`
  return new NetlinkError({
    code: 'ERR_NETLINK_DIFFERS',
    operation,
    reason: `after all changes, ${which} still differs: ${command}`,
  })
}

/** Which named namespaces exist. */
export async function existing(places: Places): Promise<(netns: string) => boolean> {
  const names = new Set((await on(places.home, listNetns)()).map(({ name }) => name))
  return (netns) => netns === '' || names.has(netns)
}
