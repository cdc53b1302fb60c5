import { NetlinkError } from '../errors.ts'
import { readState } from './actual.ts'
import { type Due, shown } from './due.ts'
import type { Places } from './places.ts'
import { stepsOf } from './plan.ts'
import type { Manner } from './plan-context.ts'
import { type Running, run } from './run.ts'
import type { Wanted } from './wanted.ts'

/** One change may undo another (a primary address is deleted with its secondary ones): what is missing then is added. */
const MOST_PASSES = 5

/** The steps from what is there to a topology. */
export async function compared(places: Places, manner: Manner, wanted: Wanted): Promise<Due[]> {
  return stepsOf(manner, wanted, await readState(places, wanted, manner.owner))
}

interface Passing extends Running {
  readonly verify: boolean
  /** The first steps, if they are known. */
  readonly first?: readonly Due[]
}

/** Does what is due and, with `verify`, compares again until nothing differs. */
export async function pass(places: Places, manner: Manner, wanted: Wanted, how: Passing): Promise<void> {
  let due = how.first ?? (await compared(places, manner, wanted))
  for (let left = MOST_PASSES; due.length > 0; left--) {
    if (left === 0) throw differs(manner.operation, due)
    await run(places, due, how)
    if (!how.verify) return
    how.signal?.throwIfAborted()
    due = await compared(places, manner, wanted)
  }
}

function differs(operation: string, [first]: readonly Due[]): NetlinkError {
  const { subject, fields, command } = shown(first as Due)
  const which = fields === undefined ? subject : `${subject} (${fields.join(', ')})`
  return new NetlinkError({
    code: 'ERR_NETLINK_DIFFERS',
    operation,
    reason: `after all changes, ${which} still differs: ${command}`,
  })
}
