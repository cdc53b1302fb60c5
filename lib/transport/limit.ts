import { NetlinkError } from '../errors.ts'

/** How long a caller is willing to wait. */
export interface Limits {
  /** Ends the wait with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Milliseconds, after which the wait ends with ERR_NETLINK_TIMEOUT. */
  timeout?: number | undefined
}

/** The promise, unless the caller's limits end first. What was sent stays sent; only the waiting ends. */
export function limited<T>(promise: Promise<T>, operation: string, { signal, timeout }: Limits): Promise<T> {
  if (signal === undefined && timeout === undefined) return promise
  return new Promise<T>((resolve, reject) => {
    const timer = timeout === undefined ? undefined : setTimeout(() => reject(timedOut(operation, timeout)), timeout)
    const onAbort = () => reject(signal?.reason)
    const free = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    if (signal?.aborted === true) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(free)
  })
}

export function timedOut(operation: string, timeout: number): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_TIMEOUT', operation, reason: `no answer within ${timeout} ms` })
}

/** A slip in the limits themselves. */
export function checkLimits(operation: string, { signal, timeout }: Limits): void {
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError(`${operation}: signal must be an AbortSignal`)
  if (timeout === undefined) return
  if (typeof timeout !== 'number' || Number.isNaN(timeout) || timeout < 0)
    throw new RangeError(`${operation}: timeout must be milliseconds, 0 or more`)
}
