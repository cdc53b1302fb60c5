import { Bytes } from '../wire/bytes.ts'

/** Large enough that copying costs 0.2 us a link, and so small that one link that is kept keeps no more than this. */
export const SLAB = 32 << 10

/**
 * Copies of messages, for objects that decode some of their attributes later: the buffer that they came in is used again, or is a megabyte
 * that one of them would keep alive. Messages are asked for in the order of their bytes.
 */
export class Slabs {
  readonly #source: Bytes
  readonly #end: number
  #from = 0
  #to = 0
  /** The copy that holds the message that was asked for last. */
  bytes: Bytes

  constructor(source: Bytes, end: number) {
    this.#source = source
    this.#end = end
    this.bytes = source
  }

  /** The place in `bytes` of the message of `length` bytes at `at` of the source. */
  place(at: number, length: number): number {
    if (at + length > this.#to || at < this.#from) {
      this.#from = at
      this.#to = Math.min(this.#end, at + Math.max(SLAB, length))
      this.bytes = new Bytes(this.#source.u8.slice(at, this.#to).buffer)
    }
    return at - this.#from
  }
}
