import { channel } from 'node:diagnostics_channel'
import type { Answers, Batch } from './batch.ts'

/** What subscribers of `netlink-ts:request` are told when a request has ended. */
export interface RequestMessage {
  /** The verb that was asked, `addRoute`. */
  readonly operation: string
  /** Milliseconds, from the call to its answer; of a stream, to its end. */
  readonly duration: number
  /** Why it failed; absent where it did not. */
  readonly error?: unknown
}

const requests = channel('netlink-ts:request')

/** Tells subscribers how a request ended; without any, it costs one test. */
export function published<T>(operation: string, promise: Promise<T>): Promise<T> {
  if (!requests.hasSubscribers) return promise
  const tell = teller()
  return promise.then(
    (value) => {
      tell(operation)
      return value
    },
    (error: unknown) => {
      tell(operation, error)
      throw error
    },
  )
}

/** Measures from now on, for several requests that travel together; undefined without subscribers. */
export function measured(): ((operation: string, error?: unknown) => void) | undefined {
  return requests.hasSubscribers ? teller() : undefined
}

/** What became of each request of a batch, for those who watch. */
export function tellEach(
  { entries }: Batch,
  { errors }: Answers,
  tried: number,
  tell: (operation: string, error?: unknown) => void,
): void {
  for (const [i, { verb }] of entries.slice(0, tried).entries()) tell(verb.operation, errors?.get(i))
}

function teller(): (operation: string, error?: unknown) => void {
  const begun = performance.now()
  return (operation, error) => {
    const duration = performance.now() - begun
    const message: RequestMessage = { operation, duration, ...(error === undefined ? {} : { error }) }
    requests.publish(message)
  }
}

/** As {@link published}, for what comes step by step. */
export function publishedSteps<T>(
  operation: string,
  steps: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const tell = measured()
  return tell === undefined ? steps : told(operation, steps, tell)
}

async function* told<T>(
  operation: string,
  steps: AsyncIterable<T>,
  tell: (operation: string, error?: unknown) => void,
): AsyncGenerator<T, void, undefined> {
  let failed: { error?: unknown } = {}
  try {
    yield* steps
  } catch (error) {
    failed = { error }
    throw error
  } finally {
    tell(operation, failed.error)
  }
}
