import { channel } from './builtin.ts'

/** What subscribers of the channel `netlink-ts:request` receive when a request has ended. */
export interface RequestMessage {
  /** Function that was called, 'addRoute'. */
  readonly operation: string
  /** Time from the call to its result, in milliseconds; for a stream, to its end. */
  readonly duration: number
  /** Reason of the failure; absent on success. */
  readonly error?: unknown
}

/** Reports the end of a request. */
export type Report = (operation: string, error?: unknown) => void

const requests = channel('netlink-ts:request')

/** Reports the end of the promise to subscribers; without any, this costs one test. */
export function published<T>(operation: string, promise: Promise<T>): Promise<T> {
  if (!requests.hasSubscribers) return promise
  const report = reporter()
  return promise.then(
    (value) => {
      report(operation)
      return value
    },
    (error: unknown) => {
      report(operation, error)
      throw error
    },
  )
}

/** Starts the clock for several requests that are sent together; undefined without subscribers. */
export function measured(): Report | undefined {
  return requests.hasSubscribers ? reporter() : undefined
}

/** Reports the end of several requests; errors are by position. */
export function reportEach(
  operations: readonly string[],
  errors: ReadonlyMap<number, unknown> | undefined,
  report: Report,
): void {
  for (const [i, operation] of operations.entries()) report(operation, errors?.get(i))
}

function reporter(): Report {
  const start = performance.now()
  return (operation, error) => {
    const duration = performance.now() - start
    const message: RequestMessage = { operation, duration, ...(error === undefined ? {} : { error }) }
    requests.publish(message)
  }
}

/** As {@link published}, for a sequence. */
export function publishedSteps<T>(
  operation: string,
  steps: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const report = measured()
  return report === undefined ? steps : reported(operation, steps, report)
}

async function* reported<T>(
  operation: string,
  steps: AsyncIterable<T>,
  report: Report,
): AsyncGenerator<T, void, undefined> {
  let failed: { error?: unknown } = {}
  try {
    yield* steps
  } catch (error) {
    failed = { error }
    throw error
  } finally {
    report(operation, failed.error)
  }
}
