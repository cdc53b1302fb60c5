import { onAbort } from './abort.ts'

/** Values that are read one after the other. */
export interface Reading<T> {
  /** The next value; undefined at the end. Rejects after `close`. */
  next(): Promise<T | undefined>
  /** Whether the process is kept alive. */
  hold(on: boolean): void
  /** Ends the read in progress. */
  close(): void | Promise<void>
}

interface IterationOptions {
  /** Ends the iteration with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** False does not keep the process alive while a value is awaited. */
  readonly ref?: boolean | undefined
}

const OVER: IteratorResult<never, undefined> = { value: undefined, done: true }

/** An asynchronous iterator over a reading, which begins with the first step. Leaving the loop ends a step that waits. */
export class Iteration<T> implements AsyncIterableIterator<T, undefined> {
  readonly #begin: () => Reading<T>
  readonly #options: IterationOptions
  #reading: Reading<T> | undefined
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #over: { readonly error?: unknown } | undefined
  #closing: void | Promise<void> = undefined
  #forget: (() => void) | undefined

  constructor(begin: () => Reading<T>, options: IterationOptions = {}) {
    this.#begin = begin
    this.#options = options
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const step = this.#last.then(() => this.#step())
    this.#last = step.catch(() => undefined)
    return step
  }

  async #step(): Promise<IteratorResult<T, undefined>> {
    if (this.#over !== undefined) return this.#ended()
    try {
      const reading = this.#begun()
      this.#wait(reading, 1)
      const value = await reading.next().finally(() => this.#wait(reading, -1))
      if (this.#over !== undefined) return this.#ended()
      if (value !== undefined) return { value, done: false }
      this.#end({})
    } catch (thrown) {
      this.#end({ error: thrown })
    }
    return this.#ended()
  }

  /** An error is reported once. */
  async #ended(): Promise<IteratorResult<T, undefined>> {
    const over = this.#over ?? {}
    this.#over = {}
    await this.#closing
    if ('error' in over) throw over.error
    return OVER
  }

  #begun(): Reading<T> {
    if (this.#reading !== undefined) return this.#reading
    const { signal } = this.#options
    signal?.throwIfAborted()
    this.#reading = this.#begin()
    if (signal !== undefined) {
      const held = new WeakRef(this)
      this.#forget = onAbort(signal, () => held.deref()?.fail(signal.reason))
    }
    return this.#reading
  }

  #wait(reading: Reading<T>, one: number): void {
    this.#waiting += one
    if (this.#options.ref !== false) reading.hold(this.#waiting > 0)
  }

  /** Ends it: a step that waits, or the next one, rejects with this error. */
  fail(error: unknown): void {
    this.#end({ error })
  }

  #end(over: { readonly error?: unknown }): void {
    if (this.#over !== undefined) return
    this.#over = over
    this.#forget?.()
    this.#closing = this.#reading?.close()
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#end({})
    await this.#closing
    return OVER
  }
}
