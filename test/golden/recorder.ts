import assert from 'node:assert/strict'
import { answered } from '../../lib/transport/answer.ts'
import { Batch } from '../../lib/transport/batch.ts'
import type { Handle } from '../../lib/transport/handle.ts'
import type { AnyVerb, Verb } from '../../lib/transport/verb.ts'
import { Bytes } from '../../lib/wire/bytes.ts'
import type { Preset } from '../../lib/wire/message.ts'
import { Writer } from '../../lib/wire/writer.ts'

/** A handle without a kernel: it keeps the requests as bytes, and answers with bytes that were captured. */
export class Recorder implements Handle {
  readonly requests: Uint8Array[] = []
  readonly #answers: readonly Uint8Array[]

  constructor(answers: readonly Uint8Array[] = []) {
    this.#answers = answers
  }

  /** The only request that was sent. */
  get sent(): Uint8Array {
    assert.equal(this.requests.length, 1)
    return this.requests[0] as Uint8Array
  }

  async request<T>(verb: Verb<T>, value: object, preset?: Preset): Promise<T> {
    this.#record(verb, value, preset)
    return this.#decoded(verb)[0] as T
  }

  async list<T>(verb: Verb<T>, filter: object, _limits?: object, keep?: (value: T) => boolean): Promise<T[]> {
    this.#record(verb, filter, undefined)
    const all = this.#decoded(verb) as T[]
    return keep === undefined ? all : all.filter(keep)
  }

  stream(): never {
    throw new Error('a recorder does not stream')
  }

  batch(): never {
    throw new Error('a recorder collects no batch')
  }

  readonly send = this.batch
  readonly discard = this.batch

  task<T>(_operation: string, fn: (alone: Handle) => Promise<T>): Promise<T> {
    return fn(this)
  }

  inside<T>(_netns: unknown, fn: (there: Handle) => Promise<T>): Promise<T> {
    return fn(this)
  }

  #record(verb: AnyVerb, value: object, preset: Preset | undefined): void {
    const batch = new Batch(0, new Writer(4096))
    batch.add(verb, value, preset)
    this.requests.push(batch.writer.u8.slice(0, batch.writer.at))
  }

  #decoded(verb: AnyVerb): unknown[] {
    return this.#answers.map((message) => answered(verb, new Bytes(message.slice().buffer), 0))
  }
}
