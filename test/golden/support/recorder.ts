import assert from 'node:assert/strict'
import { answeredEach } from '../../../lib/transport/answer.ts'
import { Batch } from '../../../lib/transport/batch.ts'
import type { Handle, Sender } from '../../../lib/transport/handle.ts'
import type { AnyRequestType, RequestType } from '../../../lib/transport/request-type.ts'
import { on } from '../../../lib/verb/verb.ts'
import { Bytes } from '../../../lib/wire/bytes.ts'
import type { Preset } from '../../../lib/wire/message.ts'
import { Writer } from '../../../lib/wire/writer.ts'

/** A request as it would be sent with the sequence number 0. Link names are the index 0 in it, namespaces the descriptor 4. */
export interface Sent {
  readonly bytes: Uint8Array
  /** The link names that are resolved right before sending. */
  readonly names: readonly string[]
}

/** A handle without a kernel: it keeps the requests as bytes, and answers with bytes that were captured. */
export class Recorder implements Handle {
  readonly limits = {}
  readonly netns = () => undefined
  readonly requests: Sent[] = []
  readonly #answers: readonly Uint8Array[]

  constructor(answers: readonly Uint8Array[] = []) {
    this.#answers = answers
  }

  /** The only request that was sent. */
  get sent(): Uint8Array {
    assert.equal(this.requests.length, 1)
    return (this.requests[0] as Sent).bytes
  }

  /** A verb that this handle runs. */
  on<F extends (...args: never) => unknown>(verb: F): F {
    return on(this, verb)
  }

  async request<T>(verb: RequestType<T>, value: object, preset?: Preset): Promise<T> {
    this.#record(verb, value, preset)
    return this.#decoded(verb)[0] as T
  }

  async list<T>(verb: RequestType<T>, filter: object, _limits?: object, keep?: (value: T) => boolean): Promise<T[]> {
    this.#record(verb, filter, undefined)
    const all = this.#decoded(verb) as T[]
    return keep === undefined ? all : all.filter(keep)
  }

  /** What records as a batch does: it takes requests and answers none. */
  readonly sender: Sender = {
    request: (verb, value, preset) => {
      this.#record(verb, value, preset)
      return new Promise(() => undefined)
    },
  }

  messages(): never {
    throw new Error('a recorder keeps no messages')
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

  #record(verb: AnyRequestType, value: object, preset: Preset | undefined): void {
    const batch = new Batch(0, new Writer(4096, () => ({ fd: 4, close: () => undefined })))
    batch.add(verb, value, preset)
    const { u8, at, names } = batch.writer
    this.requests.push({ bytes: u8.slice(0, at), names: [...names] })
  }

  #decoded(verb: AnyRequestType): unknown[] {
    return this.#answers.flatMap((message) => answeredEach(verb, new Bytes(message.slice().buffer), 0))
  }
}
