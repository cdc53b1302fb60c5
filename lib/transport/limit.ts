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

/** The promise, unless the caller's limits end first. What was sent stays sent; only the waiting ends. */
export function limited<T>(promise: Promise<T>, operation: string, { signal, timeout }: Limits): Promise<T> {
  if (signal === undefined && !ends(timeout)) return promise
  return new Promise<T>((resolve, reject) => {
    const free = () => {
      clearTimeout(timer)
      forget?.()
    }
    const late = (after: number) => {
      free()
      resolve(rejection(timedOut(operation, after)))
    }
    const abort = () => {
      free()
      reject(signal?.reason)
    }
    const timer = ends(timeout) ? setTimeout(late, timeout, timeout) : undefined
    const forget = signal === undefined || signal.aborted ? undefined : onAbort(signal, abort)
    if (signal?.aborted === true) abort()
    // A timer of nothing may fire after the answer: a list whose parts arrive while others are decoded leaves it no turn.
    else if (timeout === 0) late(0)
    promise.then(resolve, reject).finally(free)
  })
}

/** Whether the wait has an end at all. */
export function ends(timeout: number | undefined): timeout is number {
  return timeout !== undefined && timeout !== Number.POSITIVE_INFINITY
}

export function timedOut(operation: string, timeout: number): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_TIMEOUT', operation, reason: `no reply within ${timeout} ms` })
}

/** A signal that is given bare: it has no option of its own, and would be taken for an object without any. */
export function isBareSignal(options: unknown): boolean {
  return options instanceof AbortSignal || options instanceof AbortController
}

/** Refuses a bare signal in the place of the options that are named. */
export function refuseBareSignal(
  operation: string,
  options: unknown,
  expected = 'an object with signal or timeout',
): void {
  if (isBareSignal(options)) throw new TypeError(`${operation}: expected ${expected}, got ${describeValue(options)}`)
}

/** An error in the limits themselves. */
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

/** Both limits together: the second argument decides over the timeout, and either signal ends the wait. */
export function merged(one: Limits, other: Limits): Limits {
  const timeout = other.timeout ?? one.timeout
  if (one.signal === undefined || other.signal === undefined) return { signal: other.signal ?? one.signal, timeout }
  return { signal: AbortSignal.any([one.signal, other.signal]), timeout }
}
