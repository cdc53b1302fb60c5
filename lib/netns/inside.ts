import { access } from '../builtin.ts'
import { NetlinkError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { netnsError } from './error.ts'

let poolStarted = false

/**
 * Starts libuv's thread pool, once, before anything runs inside: threads stay in the namespace in which they were created, and their later
 * work (reading /proc/net, looking up names) would use the wrong one.
 */
export function startPool(): void {
  if (poolStarted) return
  poolStarted = true
  access('/', () => undefined)
}

/** Throws if the namespace is closed. */
export function checkOpen(operation: string, held: Descriptor): void {
  if (held.fd < 0) throw closedError(operation)
}

/** Runs `fn` with the JavaScript thread inside the namespace, and always returns to the previous one. */
export function runInside<T>(operation: string, held: Descriptor, fn: () => T): T {
  checkOpen(operation, held)
  let result: { value: T } | undefined
  const error = addon().run(held, () => {
    result = { value: fn() }
  })
  if (error !== 0) throw netnsError(operation, error, 'setns')
  return (result as { value: T }).value
}

/** Duplicates a namespace's descriptor, for use after the object is closed. */
export function duplicate(operation: string, held: Descriptor): Descriptor {
  const second = held.share()
  if (second === undefined) throw closedError(operation)
  return second
}

function closedError(operation: string): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation, reason: 'the namespace is closed' })
}
