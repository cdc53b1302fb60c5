import type { Batch } from '../transport/batch.ts'
import type { Collecting, Handle } from '../transport/handle.ts'
import { FLUSH_BYTES } from '../transport/outbox.ts'
import { recaptured } from '../transport/rejection.ts'
import type { RequestType } from '../transport/request-type.ts'
import type { Stop } from '../transport/stop.ts'
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
    if (last !== undefined && !this.#isFull()) return last
    const fresh = { requests: this.#handle.batch(), steps: [] }
    this.#parts.push(fresh)
    return fresh
  }

  #isFull(): boolean {
    return (this.#parts.at(-1)?.requests.writer.at ?? 0) >= FLUSH_BYTES
  }

  #discard(): void {
    for (const { requests } of this.#parts.splice(0)) this.#handle.discard(requests)
  }

  /** Sends everything; `stop` says when a failure ends it. */
  async send(stop: Stop): Promise<Refused[]> {
    const refused: Refused[] = []
    try {
      for (const check of this.#checks) await check(this.#handle)
      while (this.#parts.length > 0 && (stop === 'never' || refused.length === 0))
        refused.push(...(await this.#sendPart(stop)))
      return refused
    } finally {
      this.#discard()
    }
  }

  /** Sends the messages of steps that are written already: the kernel works while the next ones are copied. */
  async sendCopies(steps: readonly { readonly encoded?: Encoded | undefined }[], stop: Stop): Promise<Refused[]> {
    const refused: Refused[] = []
    let sending: Promise<Refused[]> | undefined
    try {
      for (let i = 0; i < steps.length; i++) {
        this.copy(i, steps[i]?.encoded as Encoded)
        if (!this.#isFull() && i + 1 < steps.length) continue
        refused.push(...((await sending) ?? []))
        if (stop !== 'never' && refused.length > 0) return refused
        sending = this.#sendPart(stop)
      }
      return [...refused, ...((await sending) ?? [])]
    } finally {
      this.#discard()
    }
  }

  async #sendPart(stop: Stop): Promise<Refused[]> {
    const { requests, steps } = this.#parts.shift() as Part
    const { errors } = await this.#handle.send(requests, stop)
    return [...(errors ?? [])].map(([i, error]) => ({ step: steps[i] as number, error: recaptured(error) }))
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
