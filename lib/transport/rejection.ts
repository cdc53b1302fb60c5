import { NetlinkError } from '../errors.ts'

/**
 * A promise that fails with this error, to be given to the `resolve` of the promise that a caller waits for: its stack then ends in the
 * functions that await it. An answer comes by a callback, whose own stack leads nowhere. V8 finds who waits (`at async mine`)
 * only for a stack that is captured inside a reaction of a promise on which another one depends; so the error is captured again in a
 * reaction, two turns later, when the caller's promise depends on this one. Calls that succeed pay nothing for it.
 */
export function rejection(error: unknown): Promise<never> {
  return Promise.resolve()
    .then(nothing)
    .then(() => fail(error))
}

function nothing(): void {}

function fail(error: unknown): never {
  throw recaptured(error)
}

/** An error of ours with the stack of the place where it comes to light; whatever else is thrown keeps its own. */
export function recaptured<E>(error: E): E {
  if (error instanceof NetlinkError) Error.captureStackTrace(error, recaptured)
  return error
}

/**
 * The outcome of `promise`, whose errors of Node.js itself get the stack of the caller too: those of a socket come by an event, and end there. An error
 * without a code, and the reason of the caller's signal, are the caller's own and stay as they are.
 */
export async function traced<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await promise
  } catch (thrown) {
    throw thrown === signal?.reason ? thrown : withCaller(thrown)
  }
}

function withCaller(thrown: unknown): unknown {
  if (thrown instanceof Error && typeof (thrown as { code?: unknown }).code === 'string')
    Error.captureStackTrace(thrown, withCaller)
  return thrown
}
