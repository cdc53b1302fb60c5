import { callerError, describeValue, type NetlinkError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { recaptured } from '../transport/rejection.ts'
import { checkOptions as checkObjectOptions, mayHaveOptions } from '../verb/options.ts'
import { verb } from '../verb/verb.ts'
import { unknownOption } from '../wire/unknown.ts'
import { builder, Collector, type Part } from './collector.ts'
import type { Changes } from './verbs.ts'

/** Result of one operation of a batch. */
export type BatchResult = BatchSuccess | BatchFailure | BatchSkip

/** Result of an operation of a batch that succeeded. */
export interface BatchSuccess {
  /** Whether the operation succeeded. */
  ok: true
}

/** Result of an operation of a batch that the kernel rejected. */
export interface BatchFailure {
  /** Whether the operation succeeded. */
  ok: false
  /** Error of the operation. */
  error: NetlinkError
  /** Whether the operation was skipped. */
  skipped?: undefined
}

/** Result of an operation of a batch that was skipped because an earlier one had failed. */
export interface BatchSkip {
  /** Whether the operation succeeded. */
  ok: false
  /** Whether the operation was skipped. */
  skipped: true
  /** Error of the operation; absent because it was not executed. */
  error?: undefined
}

/** Every success is this one: of a million there is one object. */
const DONE: BatchResult = Object.freeze({ ok: true })

/** Options of a batch. */
export interface BatchOptions {
  /** What to do after a failure: 'continue' (the default) executes the remaining operations, 'stop' skips them. */
  onError?: 'continue' | 'stop' | undefined
}

/**
 * Sends many changes together, in as few system calls as the kernel allows, and resolves with one result per change, in order. Invalid
 * input rejects (TypeError, RangeError) before anything is sent; the message names the call, counted from 1: `batch: call 3 (addRoute): ...`.
 *
 * ```ts
 * const results = await batch((b) => {
 *   for (const route of routes) b.addRoute(route)
 * })
 * ```
 */
export const batch = verb(
  'batch',
  async (handle: Handle, build: (b: Changes) => void, options: BatchOptions = {}): Promise<BatchResult[]> => {
    const stop = checkOptions(options)
    if (typeof build !== 'function') throw new TypeError(`batch: expected a function, got ${describeValue(build)}`)
    const collector = new Collector(handle)
    try {
      collect(collector, build)
      for (const check of collector.checks) await check(handle)
    } catch (thrown) {
      for (const { requests } of collector.parts) handle.discard(requests)
      throw thrown
    }
    const results = new Array<BatchResult>(collector.operations).fill(DONE)
    if (stop) await sendInTurn(handle, collector, results)
    else await Promise.all(collector.parts.map((part) => sendPart(handle, part, results, false)))
    return results
  },
)

/** Runs the function, then invalidates its builder. */
function collect(collector: Collector, build: (b: Changes) => void): void {
  let returned: unknown
  try {
    returned = build(builder(collector))
  } finally {
    collector.end()
  }
  if (isThenable(returned)) {
    // Whatever the function does later fails, because the batch has ended: reported here, once.
    if (returned instanceof Promise) returned.catch(() => undefined)
    throw new TypeError('batch: the function must be synchronous, but it returned a promise; nothing is sent')
  }
  if (collector.invalid !== undefined) throw collector.invalid.thrown
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

function checkOptions(options: BatchOptions): boolean {
  if (!mayHaveOptions(options))
    throw new TypeError(`batch: expected an object with onError, got ${describeValue(options)}`)
  checkObjectOptions('batch', options)
  for (const key of Object.keys(options)) {
    if (key !== 'onError') throw callerError('batch', unknownOption(key, ['onError']))
  }
  const { onError = 'continue' } = options as { onError?: string }
  if (onError === 'rollback')
    throw new TypeError("batch: onError 'rollback' is not supported yet; expected 'continue' or 'stop'")
  if (onError !== 'continue' && onError !== 'stop')
    throw new TypeError(`batch: onError must be 'continue' or 'stop', not ${describeValue(onError)}`)
  return onError === 'stop'
}

/** Sends one part; true when everything in it was done. An operation of several messages fails with the first that fails. */
async function sendPart(
  handle: Handle,
  { requests, operations }: Part,
  results: BatchResult[],
  stop: boolean,
): Promise<boolean> {
  const count = requests.entries.length
  const { errors, tried } = await handle.send(requests, stop)
  for (let i = count - 1; i >= tried; i--) results[operations[i] as number] = { ok: false, skipped: true }
  for (const [i, error] of [...(errors ?? [])].sort(([one], [other]) => other - one)) {
    results[operations[i] as number] = { ok: false, error: recaptured(error) }
  }
  return errors === undefined && tried === count
}

/** Sends part after part until one fails; the remaining operations are skipped. */
async function sendInTurn(handle: Handle, { parts }: Collector, results: BatchResult[]): Promise<void> {
  const rest = [...parts]
  try {
    for (let going = true; going && rest.length > 0; )
      going = await sendPart(handle, rest.shift() as Part, results, true)
  } finally {
    for (const { requests } of rest) handle.discard(requests)
  }
  for (const operation of rest.flatMap((part) => part.operations)) {
    if ((results[operation] as BatchResult).ok) results[operation] = { ok: false, skipped: true }
  }
}
