import type { Batch } from '../transport/batch.ts'
import type { Collecting, Handle } from '../transport/handle.ts'
import { FLUSH_BYTES } from '../transport/outbox.ts'
import { recaptured } from '../transport/rejection.ts'
import type { RequestType } from '../transport/request-type.ts'
import type { Preset } from '../wire/message.ts'
import type { Encoded } from './encoding.ts'

interface Part {
  readonly requests: Batch
  /** The step of each request. */
  readonly steps: number[]
}

/** A failed step, by its place, and its error. */
export interface Refused {
  readonly step: number
  readonly error: unknown
}

/** The requests of several steps, which are sent together. */
export class Collected implements Collecting {
  readonly #handle: Handle
  readonly #parts: Part[] = []
  readonly #checks: ((handle: Handle) => Promise<void>)[] = []
  #step = 0

  constructor(handle: Handle) {
    this.#handle = handle
  }

  /** Adds what a step does. */
  add(step: number, call: (sender: Collecting) => unknown): void {
    this.#step = step
    try {
      call(this)
    } catch (thrown) {
      this.#discard()
      throw thrown
    }
  }

  /** Adds the message of a step that is written already. */
  copy(step: number, encoded: Encoded): void {
    const { requests, steps } = this.#part()
    encoded.sendIn(requests, encoded.verb)
    steps.push(step)
  }

  request<T>(verb: RequestType<T>, value: object, preset?: Preset): Promise<T> {
    const { requests, steps } = this.#part()
    requests.add(verb, byName(value), preset)
    steps.push(this.#step)
    return new Promise<never>(() => undefined)
  }

  before(check: (handle: Handle) => Promise<void>): void {
    this.#checks.push(check)
  }

  #part(): Part {
    const last = this.#parts.at(-1)
    if (last !== undefined && last.requests.writer.at < FLUSH_BYTES) return last
    const fresh = { requests: this.#handle.batch(), steps: [] }
    this.#parts.push(fresh)
    return fresh
  }

  #discard(): void {
    for (const { requests } of this.#parts.splice(0)) this.#handle.discard(requests)
  }

  /** Sends everything; with `stop`, up to the first failure. */
  async send(stop: boolean): Promise<Refused[]> {
    const refused: Refused[] = []
    try {
      for (const check of this.#checks) await check(this.#handle)
      while (this.#parts.length > 0 && !(stop && refused.length > 0)) {
        const { requests, steps } = this.#parts.shift() as Part
        const { errors } = await this.#handle.send(requests, stop ? 'datagram' : 'never')
        for (const [i, error] of errors ?? []) refused.push({ step: steps[i] as number, error: recaptured(error) })
      }
      return refused
    } finally {
      this.#discard()
    }
  }
}

/**
 * Alternative names are added to a link by its name, not by its index: then they are in the datagram that creates it, and a process that is killed
 * leaves no link without the mark of its owner.
 */
function byName(value: object): object {
  const { index, ...rest } = value as { readonly index?: unknown }
  return typeof index === 'string' && 'altnames' in value ? { ...rest, name: index } : value
}
