import { describeValue, type NetlinkError } from '../errors.ts'
import { sendOrRestore } from '../state/rollback.ts'
import type { Handle } from '../transport/handle.ts'
import { recaptured } from '../transport/rejection.ts'
import type { Stop } from '../transport/stop.ts'
import { verb } from '../verb/verb.ts'
import { builder, Collector, type Part } from './collector.ts'
import { type BatchOptions, checkBatchOptions } from './options.ts'
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

/**
 * Sends many changes together, in as few system calls as the kernel allows, and resolves with one result per change, in order. Invalid
 * input rejects (TypeError, RangeError) before anything is sent; the message names the call, counted from 1: `batch: call 3 (addRoute): ...`.
 *
 * With `onError: 'rollback'`, a failure undoes what was executed, also what the kernel dropped with it (the routes of a link that went
 * down), and the promise rejects with the error, whose `rollback` says what is not as before ({@link RollbackError}).
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
    const { onError, strict, last } = checkBatchOptions(options)
    if (typeof build !== 'function') throw new TypeError(`batch: expected a function, got ${describeValue(build)}`)
    const collector = new Collector(handle, onError === 'rollback' ? (last ? 'last' : 'refuse') : 'allow')
    try {
      collect(collector, build)
      for (const check of collector.checks) await check(handle)
    } catch (thrown) {
      discard(handle, collector.parts)
      throw thrown
    }
    const results = new Array<BatchResult>(collector.operations).fill(DONE)
    if (onError === 'rollback') {
      const parts = collector.parts
      await sendOrRestore(handle, parts, { strict, last }).finally(() => discard(handle, parts))
    } else if (onError === 'stop') await sendInTurn(handle, collector, results)
    else await Promise.all(collector.parts.map((part) => sendPart(handle, part, results, 'never')))
    return results
  },
)

function discard(handle: Handle, parts: readonly Part[]): void {
  for (const { requests } of parts) handle.discard(requests)
}

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

/** Sends one part; true when everything in it was done. An operation of several messages fails with the first that fails. */
async function sendPart(
  handle: Handle,
  { requests, operations }: Part,
  results: BatchResult[],
  stop: Stop,
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
      going = await sendPart(handle, rest.shift() as Part, results, 'message')
  } finally {
    discard(handle, rest)
  }
  for (const operation of rest.flatMap((part) => part.operations)) {
    if ((results[operation] as BatchResult).ok) results[operation] = { ok: false, skipped: true }
  }
}
