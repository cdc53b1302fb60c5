import { describeValue, InputError } from '../errors.ts'
import { type Checks, checkAll, wholeNumber } from '../verb/checks.ts'
import type { TopologyDrift } from './drift.ts'
import { checkOwner, type Owner } from './owner.ts'
import type { PlanProgress } from './run.ts'
import type { PlanOptions } from './types.ts'

/** Options of {@link applyTopology}. */
export interface ApplyOptions extends PlanOptions {
  /** After a failure: 'rollback' (the default) brings back the state before, 'stop' leaves what was done. */
  onError?: 'rollback' | 'stop' | undefined
  /** Time in milliseconds after which everything is rolled back unless `commit` was called; namespaces cannot be deleted with it. */
  confirm?: number | undefined
  /** False does not compare again after the changes; true by default. */
  verify?: boolean | undefined
  /** Called after each phase with the number of steps that are done. */
  onProgress?: ((progress: PlanProgress) => void) | undefined
}

/** Options of {@link removeTopology}. */
export interface RemoveOptions extends Omit<PlanOptions, 'force'> {
  /** True changes nothing: the result is what would be done. */
  dryRun?: boolean | undefined
}

/** Options of {@link runPlan}. */
export interface RunOptions {
  /** Called after each phase with the number of steps that are done. */
  onProgress?: ((progress: PlanProgress) => void) | undefined
  /** Ends the call with the reason of the signal, between two phases. */
  signal?: AbortSignal | undefined
}

/** Options of {@link keepTopology}. */
export interface KeepOptions extends PlanOptions {
  /** Time in milliseconds for which changes are collected before they are compared with the topology; 200 by default. */
  settle?: number | undefined
  /** Time in milliseconds after which everything is compared although nothing was reported: kernel parameters have no events. 60 000 by default. */
  interval?: number | undefined
  /** Called with what differs, before it is corrected; not for the first comparison. */
  onDrift?: ((drift: TopologyDrift) => void) | undefined
  /** Called when a comparison or a correction has failed, with the time in milliseconds to the next one. Without it, a failure is the end. */
  onError?: ((error: unknown, delay: number) => void) | undefined
}

interface Kept {
  owner: Owner
  force: boolean
  signal: AbortSignal
  onError: 'rollback' | 'stop'
  confirm: number
  verify: boolean
  onProgress: (progress: PlanProgress) => void
}

function bool(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
  return value
}

function signal(value: unknown): AbortSignal {
  if (!(value instanceof AbortSignal)) throw new InputError(`must be an AbortSignal, not ${describeValue(value)}`)
  return value
}

function call(value: unknown): (...args: unknown[]) => void {
  if (typeof value !== 'function') throw new InputError(`must be a function, not ${describeValue(value)}`)
  return value as (...args: unknown[]) => void
}

function onError(value: unknown): 'rollback' | 'stop' {
  if (value !== 'rollback' && value !== 'stop')
    throw new InputError(`must be 'rollback' or 'stop', not ${describeValue(value)}`)
  return value
}

/** The longest time of setTimeout. */
const LONGEST = 0x7fff_ffff

function confirm(value: unknown): number {
  if (typeof value !== 'number' || !(value > 0) || value > LONGEST)
    throw new InputError(`must be from 1 to ${LONGEST} milliseconds, not ${describeValue(value)}`, 'range')
  return value
}

/** `checkOwner` names the option itself. */
function owner(value: unknown): Owner {
  try {
    return checkOwner(value)
  } catch (thrown) {
    if (thrown instanceof InputError) thrown.path = thrown.path.replace(/^owner\.?/, '')
    throw thrown
  }
}

export const ofPlan: Checks<Pick<Kept, 'owner' | 'force' | 'signal'>> = { owner, force: bool, signal }
const ofRun: Checks<Pick<Kept, 'onProgress' | 'signal'>> = { onProgress: call, signal }
const ofApply: Checks<Kept> = { ...ofPlan, ...ofRun, onError, confirm, verify: bool }

interface KeptOn extends Pick<Kept, 'owner' | 'force' | 'signal'> {
  settle: number
  interval: number
  onDrift: (drift: TopologyDrift) => void
  onError: (error: unknown, delay: number) => void
}

const ofKeep: Checks<KeptOn> = {
  ...ofPlan,
  settle: wholeNumber(0, LONGEST),
  interval: wholeNumber(1, LONGEST),
  onDrift: call,
  onError: call,
}

export interface CheckedPlan {
  readonly owner: Owner
  readonly force: boolean
  readonly signal: AbortSignal | undefined
}

export function checkPlanOptions(operation: string, options: unknown): CheckedPlan {
  const { force = false, signal: ends, ...rest } = checkAll(operation, options === undefined ? {} : options, ofPlan)
  return { owner: needed(operation, rest.owner), force, signal: ends }
}

export interface CheckedRemoval extends Omit<CheckedPlan, 'force'> {
  readonly dryRun: boolean
}

export function checkRemoveOptions(operation: string, options: unknown): CheckedRemoval {
  const given = options === undefined ? {} : options
  const { dryRun = false, signal: ends, ...rest } = checkAll(operation, given, { owner, dryRun: bool, signal })
  return { owner: needed(operation, rest.owner), dryRun, signal: ends }
}

export function checkRunOptions(operation: string, options: unknown): RunOptions {
  return checkAll(operation, options === undefined ? {} : options, ofRun)
}

export interface CheckedApply extends CheckedPlan {
  readonly onError: 'rollback' | 'stop'
  readonly confirm: number | undefined
  readonly verify: boolean
  readonly onProgress: ((progress: PlanProgress) => void) | undefined
}

export function checkApplyOptions(operation: string, options: unknown): CheckedApply {
  const {
    force = false,
    onError: then = 'rollback',
    verify = true,
    ...rest
  } = checkAll(operation, options === undefined ? {} : options, ofApply)
  return {
    ...{ owner: needed(operation, rest.owner), force, verify, onError: then },
    ...{ signal: rest.signal, confirm: rest.confirm, onProgress: rest.onProgress },
  }
}

export interface CheckedKeep extends CheckedPlan {
  readonly settle: number
  readonly interval: number
  readonly onDrift: ((drift: TopologyDrift) => void) | undefined
  readonly onError: ((error: unknown, delay: number) => void) | undefined
}

export function checkKeepOptions(operation: string, options: unknown): CheckedKeep {
  const found = checkAll(operation, options === undefined ? {} : options, ofKeep)
  const { force = false, settle = 200, interval = 60_000, onDrift, onError } = found
  return { owner: needed(operation, found.owner), force, signal: found.signal, settle, interval, onDrift, onError }
}

function needed(operation: string, given: Owner | undefined): Owner {
  if (given === undefined) throw new TypeError(`${operation}: owner is missing; it is { protocol, tag }`)
  return given
}
