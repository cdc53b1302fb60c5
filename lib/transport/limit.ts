import { describeValue, NetlinkError } from '../errors.ts'
import { onAbort } from './abort.ts'
import { rejection } from './rejection.ts'

/** How long the caller waits. */
export interface Limits {
  /** Ends the wait with the reason of the signal. */
  signal?: AbortSignal | undefined
  /** Maximum wait in milliseconds, after which the call rejects with ERR_NETLINK_TIMEOUT; Infinity for no limit. */
  timeout?: number | undefined
}

/** A timer of Node counts to 2^31 - 1 milliseconds, and fires immediately beyond that. */
const LONGEST = 0x7fff_ffff

/**
 * The promise, limited by the caller's signal and timeout. Requests already sent are executed all the same. `lacking` is what has not happened in
 * time: by default, that there is no reply.
 */
export function limited<T>(
  promise: Promise<T>,
  operation: string,
  { signal, timeout }: Limits,
  lacking?: () => string | undefined,
): Promise<T> {
  if (signal === undefined && !ends(timeout)) return promise
  return new Promise<T>((resolve, reject) => {
    const free = () => {
      clearTimeout(timer)
      forget?.()
    }
    const late = (after: number) => {
      free()
      resolve(rejection(timedOut(operation, after, lacking?.())))
    }
    const abort = () => {
      free()
      reject(signal?.reason)
    }
    const timer = ends(timeout) ? setTimeout(late, timeout, timeout) : undefined
    const forget = signal === undefined || signal.aborted ? undefined : onAbort(signal, abort)
    if (signal?.aborted === true) abort()
    // A timer of 0 ms may fire after the reply: while the parts of a list are decoded, the timer has no turn.
    else if (timeout === 0) late(0)
    promise.then(resolve, reject).finally(free)
  })
}

/** Whether any limit is set. */
export function ends(timeout: number | undefined): timeout is number {
  return timeout !== undefined && timeout !== Number.POSITIVE_INFINITY
}

export function timedOut(operation: string, timeout: number, lacking?: string): NetlinkError {
  const reason = lacking === undefined ? `no reply within ${timeout} ms` : `${lacking} after ${timeout} ms`
  return new NetlinkError({ code: 'ERR_NETLINK_TIMEOUT', operation, reason })
}

/** Whether a signal was passed instead of options: it would look like an empty options object. */
export function isBareSignal(options: unknown): boolean {
  return options instanceof AbortSignal || options instanceof AbortController
}

/** Rejects a signal that was passed instead of options. */
export function refuseBareSignal(
  operation: string,
  options: unknown,
  expected = 'an object with signal or timeout',
): void {
  if (isBareSignal(options)) throw new TypeError(`${operation}: expected ${expected}, got ${describeValue(options)}`)
}

/** Validates the limits. */
export function checkLimits(operation: string, limits: Limits): void {
  refuseBareSignal(operation, limits)
  const { signal, timeout } = limits
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError(`${operation}: signal must be an AbortSignal, not ${describeValue(signal)}`)
  if (!ends(timeout)) return
  if (typeof timeout !== 'number')
    throw new TypeError(`${operation}: timeout must be a number of milliseconds, not ${describeValue(timeout)}`)
  if (!(timeout >= 0 && timeout <= LONGEST))
    throw new RangeError(`${operation}: timeout must be from 0 to ${LONGEST} milliseconds or Infinity, not ${timeout}`)
}

/** Combines two limits: the timeout of the second takes precedence; either signal ends the wait. */
export function merged(one: Limits, other: Limits): Limits {
  const timeout = other.timeout ?? one.timeout
  if (one.signal === undefined || other.signal === undefined) return { signal: other.signal ?? one.signal, timeout }
  return { signal: AbortSignal.any([one.signal, other.signal]), timeout }
}
