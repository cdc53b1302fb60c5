import { callerError } from '../errors.ts'
import { Bytes } from '../wire/bytes.ts'
import { HEADER, NLM_F_REQUEST } from '../wire/header.ts'
import type { Preset } from '../wire/message.ts'
import type { Opener } from '../wire/netns.ts'
import type { Pattern } from '../wire/pattern.ts'
import type { Repeater } from '../wire/repeater.ts'
import { openNone, Writer } from '../wire/writer.ts'
import { readAnswers } from './answer.ts'
import type { Exchanged } from './native.ts'
import { rejection } from './rejection.ts'
import type { AnyRequestType, RequestType } from './request-type.ts'
import type { Entry, Requests } from './requests.ts'

type Settle = (value: never) => void

/** Consecutive requests in one buffer, passed to the addon in one call. Their sequence numbers start at `first`. */
export class Batch implements Requests {
  readonly first: number
  readonly writer: Writer
  readonly entries: Entry[] = []
  /** How many of them are slow (see RequestType). */
  slow = 0
  /** True while a message is being written: a getter among the options must not add another request. */
  writing = false
  #bytes: Bytes | undefined
  #resolves: Settle[] = []

  constructor(first: number, writer: Writer) {
    this.first = first
    this.writer = writer
  }

  /** Writes one message. Invalid input throws and leaves the batch unchanged. */
  add<T>(verb: RequestType<T>, value: object, preset: Preset | undefined): void {
    const { writer } = this
    if (this.writing) throw writingError(verb.operation)
    this.writing = true
    writer.begin(verb.type, verb.flags | NLM_F_REQUEST, (this.first + this.entries.length) >>> 0, verb.strict === true)
    try {
      verb.message.compose(writer, value, preset ?? verb.preset)
    } catch (thrown) {
      writer.rollback()
      throw callerError(verb.operation, thrown, verb.publish)
    } finally {
      this.writing = false
    }
    this.#end(verb)
  }

  /** Adds a request once more, with other options. Returns false, with nothing written, if they are not like its own. */
  repeat(verb: AnyRequestType, repeater: Repeater, options: Readonly<Record<string, unknown>>): boolean {
    const { entries, writer } = this
    if (this.writing) return false
    this.writing = true
    const written = repeater.write(writer, options, (this.first + entries.length) >>> 0)
    this.writing = false
    if (written) entries.push({ verb, start: writer.start })
    return written
  }

  /** Adds a request by its pattern. Returns false, with nothing written, if a value does not fit. */
  addPattern(verb: AnyRequestType, pattern: Pattern, values: readonly unknown[]): boolean {
    const { entries, writer } = this
    if (this.writing) return false
    this.writing = true
    writer.begin(verb.type, verb.flags | NLM_F_REQUEST, (this.first + entries.length) >>> 0, verb.strict === true)
    const written = writes(pattern, writer, values)
    this.writing = false
    if (written) this.#end(verb)
    else writer.rollback()
    return written
  }

  /** Adds a message of another batch, as that of this verb, whose table and preset are the same. */
  addCopy(verb: AnyRequestType, source: Batch, i: number): void {
    const { entries, writer } = this
    writer.begin(verb.type, verb.flags | NLM_F_REQUEST, (this.first + entries.length) >>> 0)
    writer.copyFrom(source.writer, source.startOf(i) + HEADER, source.endOf(i))
    this.#end(verb)
  }

  /** Where a message begins. */
  startOf(i: number): number {
    return (this.entries[i] as Entry).start
  }

  /** Where it ends. */
  endOf(i: number): number {
    return i + 1 < this.entries.length ? this.startOf(i + 1) : this.writer.at
  }

  #end(verb: AnyRequestType): void {
    const { writer } = this
    writer.end()
    this.entries.push({ verb, start: writer.start })
    if (verb.slow === true) this.slow++
  }

  /** The names of its first requests. */
  operations(count: number): string[] {
    return this.entries.slice(0, count).map(({ verb }) => verb.operation)
  }

  bytes(): Bytes {
    this.#bytes ??= new Bytes(this.writer.u8.buffer)
    return this.#bytes
  }

  /** The promise of the request that was added last. */
  promise<T>(): Promise<T> {
    return new Promise<T>((resolve) => {
      this.#resolves.push(resolve as Settle)
    })
  }

  /** Settles every promise with its reply. */
  settle(result: Exchanged): void {
    const { errors, values } = readAnswers(this, result)
    for (let i = 0; i < this.#resolves.length; i++) {
      const error = errors?.get(i)
      const resolve = this.#resolves[i] as (value: unknown) => void
      resolve(error === undefined ? values?.get(i) : rejection(error))
    }
  }

  /** Rejects every pending promise. */
  fail(errorOf: (operation: string) => unknown): void {
    // A late reply finds no waiting request.
    for (const [i, resolve] of this.#resolves.splice(0).entries()) {
      const error = errorOf((this.entries[i] as Entry).verb.operation)
      ;(resolve as (value: unknown) => void)(rejection(error))
    }
  }
}

/** The verb will find the same fault and report its path. */
function writes(pattern: Pattern, writer: Writer, values: readonly unknown[]): boolean {
  try {
    return pattern.write(writer, values)
  } catch {
    return false
  }
}

/** A getter among the options makes a request, whose message would be in the middle of another one. */
export function writingError(operation: string): TypeError {
  return new TypeError(`${operation}: must not be called while the options of another request are read`)
}

/** Buffers to be used again, by any handle: a new one costs as much as a request. */
const spare: Writer[] = []
/** Among them, those that have grown beyond MOST_SMALL. */
const grown: Writer[] = []

const FIRST_CAPACITY = 2048
const MOST_SMALL = 64 << 10
const MOST_GROWN = 4 << 20
const SMALL_ONES = 64
const GROWN_ONES = 2

/** The buffers of one handle. */
export class Writers {
  readonly #open: Opener | undefined

  constructor(open: Opener | undefined) {
    this.#open = open
  }

  take(): Writer {
    const writer = grown.pop() ?? spare.pop()
    if (writer === undefined) return new Writer(FIRST_CAPACITY, this.#open)
    writer.open = this.#open ?? openNone
    return writer
  }

  give(writer: Writer): void {
    writer.reset()
    const { length } = writer.u8
    if (length <= MOST_SMALL) {
      if (spare.length < SMALL_ONES) spare.push(writer)
    } else if (length <= MOST_GROWN && grown.length < GROWN_ONES) grown.push(writer)
  }
}
