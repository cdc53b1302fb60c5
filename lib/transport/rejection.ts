import { NetlinkError } from '../errors.ts'

/**
 * A promise that rejects with this error, for the `resolve` of the caller's promise: the stack of the error then contains the functions
 * that await it. Replies arrive in a callback, whose stack contains no caller. V8 finds the awaiting functions (`at async mine`) only
 * for a stack captured in a reaction of a promise on which another one depends; so the stack is captured again in a reaction, two turns
 * later, when the caller's promise depends on this one. Successful calls do not pay for it.
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

/** Gives a NetlinkError the current stack; other errors keep theirs. */
export function recaptured<E>(error: E): E {
  if (error instanceof NetlinkError) Error.captureStackTrace(error, recaptured)
  return error
}

/**
 * The outcome of `promise`; errors of Node.js get the stack of the caller, because those of a socket are events, whose stack contains no
 * caller. An error without a code and the reason of the caller's signal belong to the caller and are unchanged.
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
