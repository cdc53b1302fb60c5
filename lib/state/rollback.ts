import type { Batch } from '../transport/batch.ts'
import type { Handle } from '../transport/handle.ts'
import { ends, type Limits, timedOut } from '../transport/limit.ts'
import { recaptured } from '../transport/rejection.ts'
import type { AnyRequestType } from '../transport/request-type.ts'
import type { Entry } from '../transport/requests.ts'
import { type Asked, readAsked } from './asked.ts'
import type { Rollback } from './difference.ts'
import { inOrder } from './lasting.ts'
import { addsInet6, groupsOf } from './multicast.ts'
import { restore } from './restoring.ts'
import { alwaysCreates, needsBefore, takeSnapshot } from './snapshot.ts'

/** Requests, and for each of them the position of the call in the batch. */
export interface Part {
  readonly requests: Batch
  readonly operations: readonly number[]
}

/** How a batch that may be rolled back is sent. */
export interface Sending {
  /** One message per datagram: nothing after the failing one is executed. */
  readonly strict: boolean
  /** Changes that cannot be undone are made last. */
  readonly last: boolean
}

/** Requests of a part that were executed, by their positions. */
interface Executed {
  readonly part: Part
  readonly positions: readonly number[]
}

/** A failure, which may be the reason of a signal. */
interface Failure {
  readonly cause: unknown
}

/**
 * Sends the requests up to the first failure, undoes those that were executed, and rejects with the failure. The caller discards the
 * requests. Settles when everything is as it was before, even if that takes longer than the handle's timeout.
 */
export function sendOrRestore(handle: Handle, parts: readonly Part[], sending: Sending): Promise<void> {
  const { limits } = handle
  return handle.task('batch', (alone) => run(alone, parts, sending, limits), {})
}

async function run(alone: Handle, parts: readonly Part[], { strict, last }: Sending, limits: Limits): Promise<void> {
  const asked = parts.flatMap(askedBefore)
  const groups = parts.some(({ requests }) => addsInet6(requests)) ? await groupsOf(alone) : undefined
  const snapshot = { ...(await takeSnapshot(alone, asked)), groups }
  const executed: Executed[] = []
  let failure = aborted(limits)
  for (const part of inOrder(parts, snapshot, asked, last)) {
    if (part.operations.length === 0) continue
    failure ??= await send(alone, part, strict ? 'message' : 'datagram', limits.timeout, executed)
    failure ??= aborted(limits)
  }
  if (failure === undefined) return
  const done = executed.flatMap(({ part: { requests, operations }, positions }) =>
    positions.map((position) => readAsked(requests, position, operations[position] as number)),
  )
  throw withRollback(failure.cause, await restore(alone, snapshot, done))
}

/** The requests that do not say what was before. */
function askedBefore({ requests, operations }: Part): Asked[] {
  const { entries } = requests
  const found: Asked[] = []
  let verb: AnyRequestType | undefined
  let isNew = false
  for (let i = 0; i < entries.length; i++) {
    const { verb: its } = entries[i] as Entry
    if (its !== verb) isNew = alwaysCreates(its)
    verb = its
    if (isNew) continue
    const asked = readAsked(requests, i, operations[i] as number)
    if (needsBefore(asked)) found.push(asked)
  }
  return found
}

function aborted({ signal }: Limits): Failure | undefined {
  return signal?.aborted === true ? { cause: signal.reason } : undefined
}

/** Sends one part; its first failure, if there is one. */
async function send(
  alone: Handle,
  part: Part,
  stop: 'datagram' | 'message',
  timeout: number | undefined,
  executed: Executed[],
): Promise<Failure | undefined> {
  const begun = performance.now()
  const { errors, tried } = await alone.send(part.requests, stop, true)
  const positions = [...part.operations.keys()].slice(0, tried).filter((position) => !isRefused(errors?.get(position)))
  executed.push({ part, positions })
  const first = errors === undefined ? undefined : Math.min(...errors.keys())
  if (first !== undefined) return { cause: recaptured(errors?.get(first)) }
  if (ends(timeout) && performance.now() - begun > timeout) return { cause: timedOut('batch', timeout) }
  return undefined
}

/** A request whose reply was lost was executed. */
function isRefused(error: { readonly code: string } | undefined): boolean {
  return error !== undefined && error.code !== 'ERR_NETLINK_OVERRUN'
}

/** The reason of a signal may be anything. */
function withRollback(cause: unknown, rollback: Rollback): unknown {
  if (cause instanceof Error && Object.isExtensible(cause))
    Object.defineProperty(cause, 'rollback', { value: rollback, enumerable: true, configurable: true, writable: true })
  return cause
}
