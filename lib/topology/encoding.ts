import { callerError } from '../errors.ts'
import type { Collecting } from '../transport/handle.ts'
import type { AnyRequestType, RequestType } from '../transport/request-type.ts'
import { Bytes } from '../wire/bytes.ts'
import { HEADER } from '../wire/header.ts'
import type { Preset } from '../wire/message.ts'
import { Writer } from '../wire/writer.ts'

/** The index of a link by its name. */
export type Resolve = (name: string) => number

/** One message that a verb would send. */
export class Encoded {
  readonly verb: AnyRequestType
  readonly #writer: Writer
  readonly #start: number
  readonly #end: number
  /** Where the indices of links belong, and their names. */
  readonly #links: readonly (readonly [at: number, name: string])[]

  constructor(verb: AnyRequestType, writer: Writer, fixups: number) {
    this.verb = verb
    this.#writer = writer
    this.#start = writer.start
    this.#end = writer.at
    const links: [number, string][] = []
    for (let i = fixups; i < writer.fixups.length; i += 2)
      links.push([writer.fixups[i] as number, writer.names[writer.fixups[i + 1] as number] as string])
    this.#links = links
  }

  get names(): readonly string[] {
    return this.#links.map(([, name]) => name)
  }

  /** A number of the message's fixed header. */
  word(offset: number): number {
    return this.#writer.u32[(this.#start + HEADER + offset) >> 2] as number
  }

  /** The message as the table of its reply reads it. */
  read(resolve: Resolve, { message, answer }: AnyRequestType = this.verb): object {
    for (const [at, name] of this.#links) this.#writer.u32[at >> 2] = resolve(name)
    const bytes = new Bytes(this.#writer.u8.buffer)
    const start = this.#start + HEADER
    const found = message.read(bytes, start, this.#end - start) as never
    return (answer === undefined ? found : answer(found)) as object
  }
}

/** Collects the messages of verbs, which are never sent: checked, and in the form in which the kernel would read them. */
export class Encoder implements Collecting {
  readonly #writer = new Writer(4096)
  #found: Encoded[] = []

  /** The messages of what `call` does. */
  messages(call: (sender: Collecting) => unknown): Encoded[] {
    this.#found = []
    call(this)
    return this.#found
  }

  request<T>(verb: RequestType<T>, value: object, preset?: Preset): Promise<T> {
    const writer = this.#writer
    const fixups = writer.fixups.length
    writer.begin(verb.type, verb.flags, 0, verb.strict === true)
    try {
      verb.message.compose(writer, value, preset ?? verb.preset)
    } catch (thrown) {
      writer.rollback()
      throw callerError(verb.operation, thrown, verb.publish)
    }
    writer.end()
    this.#found.push(new Encoded(verb, writer, fixups))
    return new Promise<never>(() => undefined)
  }

  /** What the kernel supports is found when the request is sent. */
  before(): void {}
}
