import { Bytes } from '../wire/bytes.ts'
import { answered } from './answer.ts'
import type { RequestType } from './request-type.ts'

/** The messages of a list as bytes, each decoded when it is needed. */
export class Messages<T> {
  readonly #verb: RequestType<T>
  /** All of them, one after the other. */
  #words = new Uint32Array(0)
  /** Where each begins, in words; where the last ends. */
  readonly starts: number[] = [0]
  #bytes: Bytes | undefined

  constructor(verb: RequestType<T>) {
    this.#verb = verb
  }

  get length(): number {
    return this.starts.length - 1
  }

  /** Adds whole messages, which are copied. */
  add({ u32 }: Bytes, end: number): void {
    const { starts } = this
    const from = starts[starts.length - 1] as number
    const count = end >> 2
    this.#reserve(from, count)
    this.#words.set(u32.subarray(0, count), from)
    for (let at = 0; at < count; ) {
      at += ((u32[at] as number) + 3) >> 2
      starts.push(from + at)
    }
  }

  #reserve(used: number, count: number): void {
    if (used + count <= this.#words.length) return
    const grown = new Uint32Array(Math.max(2 * this.#words.length, used + count))
    grown.set(this.#words.subarray(0, used))
    this.#words = grown
    this.#bytes = undefined
  }

  get bytes(): Bytes {
    this.#bytes ??= new Bytes(this.#words.buffer)
    return this.#bytes
  }

  /** The object in one of the messages. */
  decode(i: number): T {
    return answered(this.#verb, this.bytes, (this.starts[i] as number) << 2) as T
  }
}
