import type { Caller } from '../../lib/transport/caller.ts'
import type { Limits } from '../../lib/transport/limit.ts'
import type { Verb } from '../../lib/transport/verb.ts'
import type { Preset } from '../../lib/wire/message.ts'
import type { NetnsRef } from '../../lib/wire/netns.ts'

/** Whether an error was found by looking at the options alone. */
export function isSlip(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError
}

/** RTM_GET...: the message types of rtnetlink are four in a row, new, delete, get, set. Asking changes nothing. */
const isQuestion = ({ type }: { readonly type: number }) => (type & 3) === 2

/** A handle that counts the changes that went to the kernel: those whose options were refused did not. */
export class Counting implements Caller {
  readonly #caller: Caller
  readonly #counts: { changes: number }

  constructor(caller: Caller, counts = { changes: 0 }) {
    this.#caller = caller
    this.#counts = counts
  }

  get changes(): number {
    return this.#counts.changes
  }

  async request<T>(verb: Verb<T>, value: object, preset?: Preset, limits?: Limits): Promise<T> {
    try {
      const answer = await this.#caller.request(verb, value, preset, limits)
      this.#count(verb)
      return answer
    } catch (thrown) {
      if (!isSlip(thrown)) this.#count(verb)
      throw thrown
    }
  }

  #count(verb: { readonly type: number }): void {
    if (!isQuestion(verb)) this.#counts.changes++
  }

  list<T>(verb: Verb<T>, filter: object, limits?: Limits, keep?: (value: T) => boolean): Promise<T[]> {
    return this.#caller.list(verb, filter, limits, keep)
  }

  stream<T>(verb: Verb<T>, filter: object, limits?: Limits, keep?: (value: T) => boolean): AsyncIterableIterator<T> {
    return this.#caller.stream(verb, filter, limits, keep)
  }

  task<T>(operation: string, fn: (alone: Caller) => Promise<T>): Promise<T> {
    return this.#caller.task(operation, (alone) => fn(new Counting(alone, this.#counts)))
  }

  inside<T>(netns: NetnsRef, fn: (there: Caller) => Promise<T>): Promise<T> {
    return this.#caller.inside(netns, (there) => fn(new Counting(there, this.#counts)))
  }
}
