import { describeValue } from '../errors.ts'
import { mayHaveOptions } from '../verb/options.ts'
import type { PlanStep } from './types.ts'
import { verbOf } from './verbs-of-steps.ts'

/** Verbs about a namespace itself, and its nftables. */
const OF_NETNS = ['createNetns', 'deleteNetns', 'setSysctls', 'apply']

/** Checks the steps of a plan, which may be from a file. */
export function checkSteps(operation: string, plan: unknown): readonly PlanStep[] {
  const steps: unknown = mayHaveOptions(plan) ? (plan as { steps?: unknown }).steps : undefined
  if (!Array.isArray(steps)) throw new TypeError(`${operation}: expected a plan, got ${describeValue(plan)}`)
  for (const [i, step] of steps.entries()) checkStep(`${operation}: steps[${i}]`, step)
  return steps as PlanStep[]
}

function checkStep(at: string, step: unknown): void {
  if (!mayHaveOptions(step)) throw new TypeError(`${at} must be an object, not ${describeValue(step)}`)
  const { verb, netns, arguments: args, phase } = step as Partial<Record<keyof PlanStep, unknown>>
  if (typeof verb !== 'string' || (verbOf(verb) === undefined && !OF_NETNS.includes(verb)))
    throw new TypeError(`${at}.verb must be the verb of a step, not ${describeValue(verb)}`)
  if (typeof netns !== 'string') throw new TypeError(`${at}.netns must be a string, not ${describeValue(netns)}`)
  if (!Array.isArray(args)) throw new TypeError(`${at}.arguments must be an array, not ${describeValue(args)}`)
  if (typeof phase !== 'number') throw new TypeError(`${at}.phase must be a number, not ${describeValue(phase)}`)
}
