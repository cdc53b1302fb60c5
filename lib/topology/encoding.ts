import { namesIn } from '../transport/answer.ts'
import { Batch } from '../transport/batch.ts'
import type { Collecting } from '../transport/handle.ts'
import type { AnyRequestType, RequestType } from '../transport/request-type.ts'
import { keysOf, Repetition } from '../verb/repetition.ts'
import { Bytes } from '../wire/bytes.ts'
import { HEADER } from '../wire/header.ts'
import type { Preset } from '../wire/message.ts'
import { Writer } from '../wire/writer.ts'
import type { Family } from './families.ts'

/** The index of a link by its name. */
export type Resolve = (name: string) => number

/** One message that a verb would send. */
export class Encoded {
  readonly #encoder: Encoder
  readonly #index: number

  constructor(encoder: Encoder, index: number) {
    this.#encoder = encoder
    this.#index = index
  }

  get verb(): AnyRequestType {
    return (this.#encoder.requests.entries[this.#index] as Batch['entries'][number]).verb
  }

  /** The names of links in it, which are resolved when it is sent. */
  get names(): readonly string[] {
    return namesIn(this.#encoder.requests, this.#index).map(({ name }) => name)
  }

  /** The message as the table of its reply reads it. */
  read(resolve: Resolve, { message, answer }: AnyRequestType = this.verb): object {
    const { requests } = this.#encoder
    for (const { at, name } of namesIn(requests, this.#index)) requests.writer.u32[at >> 2] = resolve(name)
    const start = requests.startOf(this.#index)
    const end = requests.endOf(this.#index)
    const found = message.read(this.#encoder.bytes, start + HEADER, end - start - HEADER) as never
    return (answer === undefined ? found : answer(found)) as object
  }

  /** Adds the message to requests that are sent, as that of `verb`. */
  sendIn(requests: Batch, verb: AnyRequestType): void {
    requests.addCopy(verb, this.#encoder.requests, this.#index)
  }
}

/** Most lists are short. */
const FIRST_CAPACITY = 512

const NEVER = new Promise<never>(() => undefined)

/** Collects the messages of verbs, which are never sent: checked, and in the form in which the kernel would read them. */
export class Encoder implements Collecting {
  readonly requests = new Batch(0, new Writer(FIRST_CAPACITY))
  #bytes: Bytes | undefined
  #needsKernel = false

  /** All messages. */
  get bytes(): Bytes {
    const { buffer } = this.requests.writer.u8
    if (this.#bytes?.u8.buffer !== buffer) this.#bytes = new Bytes(buffer)
    return this.#bytes
  }

  /** Whether what the kernel supports has to be found before the messages can be sent. */
  get needsKernel(): boolean {
    return this.#needsKernel
  }

  /** The messages of what `call` does. */
  messages(call: (sender: Collecting) => unknown): Encoded[] {
    const { entries } = this.requests
    const from = entries.length
    call(this)
    return entries.slice(from).map((_, i) => new Encoded(this, from + i))
  }

  request<T>(verb: RequestType<T>, value: object, preset?: Preset): Promise<T> {
    this.requests.add(verb, value, preset)
    return NEVER
  }

  before(): void {
    this.#needsKernel = true
  }
}

/** Encodes the objects of one list: thousands of routes may differ only in their destination (see Repeater). */
export class ListEncoder {
  readonly encoder = new Encoder()
  readonly #family: Family
  readonly #repetition: Repetition | undefined

  constructor(family: Family) {
    this.#family = family
    this.#repetition = family.alike === undefined ? undefined : new Repetition(family.alike)
  }

  /** Adds the message for these options if they are like those before. */
  repeats(given: object): boolean {
    return this.#repetition?.repeat(this.encoder.requests, given) === true
  }

  /** Adds the message for `whole`, which is `given` with `fixed` more keys in front. */
  add(given: object, whole: object, fixed: number): void {
    const { requests } = this.encoder
    const count = requests.entries.length
    this.#family.encode(this.encoder, whole)
    if (requests.entries.length === count + 1) this.#repetition?.follow(requests, keysOf(given), fixed)
    // Each object has one message.
    else throw new Error(`${this.#family.add} has several messages`)
  }
}
