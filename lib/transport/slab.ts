import { Bytes } from '../wire/bytes.ts'

/** Large enough that copying takes 0.2 us for a link, and small enough to be kept alive by one link. */
export const SLAB = 32 << 10

/**
 * Copies of messages, for objects that decode some attributes later: the receive buffer is reused, or is a megabyte that a single object would
 * keep alive. Messages are requested in the order of their bytes.
 */
export class Slabs {
  readonly #source: Bytes
  readonly #end: number
  #from = 0
  #to = 0
  /** The copy that contains the last requested message. */
  bytes: Bytes

  constructor(source: Bytes, end: number) {
    this.#source = source
    this.#end = end
    this.bytes = source
  }

  /** Offset in `bytes` of the message of `length` bytes at `at` in the source. */
  place(at: number, length: number): number {
    if (at + length > this.#to || at < this.#from) {
      this.#from = at
      this.#to = Math.min(this.#end, at + Math.max(SLAB, length))
      this.bytes = new Bytes(this.#source.u8.slice(at, this.#to).buffer)
    }
    return at - this.#from
  }
}
