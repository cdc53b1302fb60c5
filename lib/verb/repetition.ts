import type { Batch } from '../transport/batch.ts'
import type { AnyRequestType } from '../transport/request-type.ts'
import type { Repeater } from '../wire/repeater.ts'

type Options = Readonly<Record<string, unknown>>

/** The calls of one verb in a batch: those that are like the last one are repeated (see Repeater) instead of running the verb. */
export class Repetition {
  readonly #alike: ReadonlySet<string>
  #requests: Batch | undefined
  #keys: readonly string[] = []
  #verb: AnyRequestType | undefined
  /** Number of requests after the call to repeat. */
  #count = 0
  #fixed = 0
  #repeater: Repeater | undefined

  constructor(alike: ReadonlySet<string>) {
    this.#alike = alike
  }

  /** Writes the request for these options. Returns false, with nothing written, if they are unlike those of the last call. */
  repeat(requests: Batch, options: unknown): boolean {
    if (requests !== this.#requests || typeof options !== 'object' || options === null) return false
    this.#repeater ??= this.#prepare(requests, options as Options)
    const repeater = this.#repeater
    return repeater !== undefined && requests.repeat(this.#verb as AnyRequestType, repeater, options as Options)
  }

  /**
   * The verb has run with options under these keys, and the last request is all that it added. Its message has `fixed` more keys in front, with
   * values that are always the same.
   */
  follow(requests: Batch, keys: readonly string[], fixed = 0): void {
    this.#requests = requests
    this.#keys = keys
    this.#fixed = fixed
    this.#verb = requests.entries.at(-1)?.verb
    this.#count = requests.entries.length
    this.#repeater = undefined
  }

  /** Only for a second call with the same keys right after the first: that there are more is likely then, and the template is that of the first. */
  #prepare({ entries, writer }: Batch, options: Options): Repeater | undefined {
    if (entries.length !== this.#count || !haveKeys(options, this.#keys)) return undefined
    return writer.template?.repeater(writer, this.#keys, this.#alike, this.#fixed)
  }
}

/** The keys of the options. Values are not read: a getter could call the builder. */
export function keysOf(options: unknown): readonly string[] {
  const keys: string[] = []
  if (typeof options === 'object') for (const key in options) keys.push(key)
  return keys
}

function haveKeys(options: Options, keys: readonly string[]): boolean {
  const own = keysOf(options)
  return own.length === keys.length && own.every((key, i) => key === keys[i])
}
