import type { Batch } from '../../../lib/transport/batch.ts'
import type { Handle } from '../../../lib/transport/handle.ts'
import type { Limits } from '../../../lib/transport/limit.ts'
import type { Messages } from '../../../lib/transport/messages.ts'
import type { Outcome } from '../../../lib/transport/outbox.ts'
import type { RequestType } from '../../../lib/transport/request-type.ts'
import type { Stop } from '../../../lib/transport/stop.ts'
import type { Preset } from '../../../lib/wire/message.ts'
import type { NetnsRef } from '../../../lib/wire/netns.ts'

/** Whether an error was found by looking at the options alone. */
export function isInputError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError
}

/** RTM_GET...: the message types of rtnetlink are four in a row, new, delete, get, set. Asking changes nothing. */
const isQuestion = ({ type }: { readonly type: number }) => (type & 3) === 2

/** A handle that counts the changes that went to the kernel: those whose options were refused did not. */
export class Counting implements Handle {
  readonly limits = {}
  readonly netns = () => undefined
  readonly #handle: Handle
  readonly #counts: { changes: number }

  constructor(handle: Handle, counts = { changes: 0 }) {
    this.#handle = handle
    this.#counts = counts
  }

  get changes(): number {
    return this.#counts.changes
  }

  async request<T>(verb: RequestType<T>, value: object, preset?: Preset, limits?: Limits): Promise<T> {
    try {
      const answer = await this.#handle.request(verb, value, preset, limits)
      this.#count(verb)
      return answer
    } catch (thrown) {
      if (!isInputError(thrown)) this.#count(verb)
      throw thrown
    }
  }

  #count(verb: { readonly type: number }): void {
    if (!isQuestion(verb)) this.#counts.changes++
  }

  list<T>(verb: RequestType<T>, filter: object, limits?: Limits, keep?: (value: T) => boolean): Promise<T[]> {
    return this.#handle.list(verb, filter, limits, keep)
  }

  messages<T>(verb: RequestType<T>, filter: object, limits?: Limits): Promise<Messages<T>> {
    return this.#handle.messages(verb, filter, limits)
  }

  stream<T>(
    verb: RequestType<T>,
    filter: object,
    limits?: Limits,
    keep?: (value: T) => boolean,
  ): AsyncIterableIterator<T> {
    return this.#handle.stream(verb, filter, limits, keep)
  }

  task<T>(operation: string, fn: (alone: Handle) => Promise<T>): Promise<T> {
    return this.#handle.task(operation, (alone) => fn(new Counting(alone, this.#counts)))
  }

  inside<T>(netns: NetnsRef, fn: (there: Handle) => Promise<T>): Promise<T> {
    return this.#handle.inside(netns, (there) => fn(new Counting(there, this.#counts)))
  }

  batch(): Batch {
    return this.#handle.batch()
  }

  async send(batch: Batch, stop: Stop, keep?: boolean): Promise<Outcome> {
    const verbs = batch.entries.map(({ verb }) => verb)
    const outcome = await this.#handle.send(batch, stop, keep)
    for (const verb of verbs) this.#count(verb)
    return outcome
  }

  discard(batch: Batch): void {
    this.#handle.discard(batch)
  }
}
