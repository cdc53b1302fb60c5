import { NetlinkError } from '../errors.ts'
import type { Difference } from './difference.ts'

/** A difference, and what ends it. */
export interface Step {
  readonly difference: Difference
  run(): Promise<unknown>
}

/** What identifies a difference. */
export function keyOf({ code, kind, message }: Difference): string {
  return `${code} ${kind} ${message}`
}

/** The errors of steps, by the keys of their differences. */
export type Errors = Map<string, NetlinkError>

/** Runs steps together; they are sent in this order. */
export async function runTogether(steps: readonly Step[], errors: Errors): Promise<void> {
  await Promise.all(steps.map((step) => runOne(step, errors)))
}

/** Runs steps one after the other. */
export async function runInTurn(steps: readonly Step[], errors: Errors): Promise<void> {
  for (const step of steps) await runOne(step, errors)
}

async function runOne({ difference, run }: Step, errors: Errors): Promise<void> {
  try {
    await run()
  } catch (thrown) {
    if (thrown instanceof NetlinkError) errors.set(keyOf(difference), thrown)
  }
}
