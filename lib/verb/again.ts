import type { Sender } from '../transport/handle.ts'
import type { AnyRequestType, RequestType } from '../transport/request-type.ts'
import type { Preset } from '../wire/message.ts'
import { Pattern } from '../wire/pattern.ts'
import type { Writer } from '../wire/writer.ts'

type Options = Readonly<Record<string, unknown>>

/** One place in the message for the value of an option, and how the value is written there. */
export interface Spot {
  /** The path in the message, `linkinfo.data.peer.name`. */
  readonly path: string
  readonly as?: (value: unknown) => unknown
}

/** Options that may differ from call to call, by their path, `peer.name`; on their values depends nothing but these places of the message. */
export type Free = Readonly<Record<string, readonly Spot[]>>

/** Calls in a row that could not be repeated, after which no pattern is made any more until the options have other keys. */
const MOST_MISSES = 16

const NONE = -1

const { getPrototypeOf, prototype } = Object

/** The options of a call as a list, those of the nested object after its key. */
interface Call {
  readonly keys: readonly string[]
  readonly inner: readonly boolean[]
  readonly values: readonly unknown[]
}

/**
 * Repeats the calls of one verb, on any handle: a program that makes many containers calls it with options that differ in a name or an address. The
 * message is then a copy with other values (see Pattern), and the verb's own checks and conversions do not run.
 *
 * A call is repeated if its options have the same keys in the same order as those of the two calls before, and all values except the free ones are
 * equal and primitive. `nested` is an option that is an object of options itself. For any other call, `request` returns undefined, and the verb takes its
 * usual way, which also reports what is invalid.
 */
export class Again {
  readonly #free: Free
  readonly #nested: string | undefined
  #last: Call = { keys: [], inner: [], values: [] }
  /** For each value of the last call, whether it may differ. */
  #freeAt: readonly boolean[] = []
  /** For each place of the pattern, which value is written there, and how. */
  #spots: readonly { readonly from: number; readonly as: Spot['as'] }[] = []
  #pattern: Pattern | undefined
  #misses = 0
  readonly #fresh: unknown[] = []
  /** A getter among the options may call the verb, too. */
  #busy = false

  constructor(free: Free, nested?: string) {
    this.#free = free
    this.#nested = nested
  }

  /** Sends the request for these options, or returns undefined if they are unlike those of the last call. */
  request<T>(sender: Sender, verb: RequestType<T>, options: object): Promise<T> | undefined {
    const pattern = this.#pattern
    if (pattern === undefined || sender.repeat === undefined || this.#busy) return undefined
    this.#busy = true
    try {
      if (!this.#matches(options as Options)) return undefined
      const promise = sender.repeat(verb, pattern, this.#written(this.#fresh))
      if (promise !== undefined) this.#misses = 0
      return promise
    } catch {
      return undefined
    } finally {
      this.#busy = false
    }
  }

  /** Whether only values differ that may. */
  #matches(options: Options): boolean {
    const { keys } = this.#last
    let count = 0
    if (getPrototypeOf(options) !== prototype) return false
    for (const key in options) {
      const value = options[key]
      if (value === undefined) continue
      if (key === this.#nested) count = keys[count] === key ? this.#matchesInner(value, count + 1) : NONE
      else if (!this.#accepts(count++, key, false, value)) return false
      if (count === NONE) return false
    }
    return count === keys.length
  }

  /** Likewise for the nested options, which begin at `count`; returns where they end, or NONE. */
  #matchesInner(nested: unknown, count: number): number {
    if (typeof nested !== 'object' || nested === null || getPrototypeOf(nested) !== prototype) return NONE
    const options = nested as Options
    let end = count
    for (const key in options) {
      const value = options[key]
      if (value !== undefined && !this.#accepts(end++, key, true, value)) return NONE
    }
    return end
  }

  #accepts(i: number, key: string, inner: boolean, value: unknown): boolean {
    const { keys, inner: isInner, values } = this.#last
    if (key !== keys[i] || inner !== isInner[i]) return false
    this.#fresh[i] = value
    return this.#freeAt[i] === true || value === values[i]
  }

  /** The verb sends this message for these options, and nothing else. */
  follow(sender: Sender, options: object, verb: AnyRequestType, message: object, preset?: Preset): void {
    if (sender.repeat === undefined) return
    const { keys: before, inner: innerBefore } = this.#last
    this.#pattern = undefined
    const call = callOf(options as Options, this.#nested, this.#free)
    this.#last = call ?? { keys: [], inner: [], values: [] }
    if (call === undefined) return
    const { keys, inner } = call
    const alike =
      keys.length === before.length && keys.every((key, i) => key === before[i] && inner[i] === innerBefore[i])
    this.#misses = alike ? this.#misses + 1 : 0
    // Only the second call: that there are more is likely then.
    if (alike && this.#misses <= MOST_MISSES) this.#prepare(call, verb, message, preset)
  }

  #prepare(
    call: Call,
    { message: table, strict, preset: usual }: AnyRequestType,
    message: object,
    preset?: Preset,
  ): void {
    const places = call.keys.map((key, i) => this.#free[call.inner[i] === true ? `${this.#nested}.${key}` : key])
    this.#freeAt = places.map((place) => place !== undefined)
    const spots = places.flatMap((place = [], from) => place.map((spot) => ({ ...spot, as: spot.as, from })))
    this.#spots = spots
    const paths = spots.map(({ path }) => path)
    const compose = (writer: Writer) => table.compose(writer, message, preset ?? usual)
    try {
      this.#pattern = new Pattern(compose, strict === true, paths, this.#written(call.values))
    } catch {
      // The request reports what is invalid.
    }
  }

  /** The values of the places. */
  #written(values: readonly unknown[]): unknown[] {
    const spots = this.#spots
    const out: unknown[] = []
    for (let i = 0; i < spots.length; i++) {
      const { from, as } = spots[i] as (typeof spots)[number]
      out.push(as === undefined ? values[from] : as(values[from]))
    }
    return out
  }
}

/** The options as a list, or undefined if their call cannot be repeated. */
function callOf(options: Options, nested: string | undefined, free: Free): Call | undefined {
  const call = { keys: [] as string[], inner: [] as boolean[], values: [] as unknown[] }
  const add = (key: string, inner: boolean, value: unknown) => {
    call.keys.push(key)
    call.inner.push(inner)
    call.values.push(value)
  }
  for (const [key, value] of given(options)) {
    const within = key === nested ? given(value as Options) : undefined
    if (within === undefined && !isFixed(value) && free[key] === undefined) return undefined
    add(key, false, within === undefined ? value : undefined)
    for (const [innerKey, inner] of within ?? []) {
      if (!isFixed(inner) && free[`${key}.${innerKey}`] === undefined) return undefined
      add(innerKey, true, inner)
    }
  }
  return call
}

function given(options: Options): [string, unknown][] {
  return Object.entries(options).filter(([, value]) => value !== undefined)
}

/** Whether an equal value has the same meaning later. */
function isFixed(value: unknown): boolean {
  return typeof value !== 'object' && typeof value !== 'function'
}
