import { access } from '../builtin.ts'
import { NetlinkError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { netnsError } from './error.ts'

let poolStarted = false

/**
 * Starts libuv's thread pool, once, before anything can run inside: threads stay in the namespace in which they were born, and
 * what they do later (a file read below /proc/net, a name looked up) would happen in the wrong one.
 */
export function startPool(): void {
  if (poolStarted) return
  poolStarted = true
  access('/', () => undefined)
}

/** A namespace that was closed is not entered any more. */
export function checkOpen(operation: string, held: Descriptor): void {
  if (held.fd < 0) throw closedError(operation)
}

/** Runs `fn` with the thread of JavaScript inside, and comes home however it ends. */
export function runInside<T>(operation: string, held: Descriptor, fn: () => T): T {
  checkOpen(operation, held)
  let result: { value: T } | undefined
  const error = addon().run(held, () => {
    result = { value: fn() }
  })
  if (error !== 0) throw netnsError(operation, error, 'setns')
  return (result as { value: T }).value
}

/** Another owner of a namespace's descriptor, for what outlives the object that it came from. */
export function duplicate(operation: string, held: Descriptor): Descriptor {
  const second = held.share()
  if (second === undefined) throw closedError(operation)
  return second
}

function closedError(operation: string): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation, reason: 'the namespace is closed' })
}
