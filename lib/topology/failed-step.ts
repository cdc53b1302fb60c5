import { type Due, shown } from './due.ts'
import type { PlanStep } from './types.ts'

/** An error with the step that failed. */
export interface Placed {
  /** The step that failed. */
  step?: PlanStep
}

/** Adds the step to an error. */
export function placed(thrown: unknown, due: Due): unknown {
  return thrown instanceof Error && !('step' in thrown) ? Object.assign(thrown, { step: shown(due) }) : thrown
}
