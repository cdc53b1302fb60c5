import { Bytes } from '../wire/bytes.ts'

/** Bytes of events that are kept during a list; of more, a new list is made. */
const MOST = 32 << 20
const FIRST = 64 << 10

/** Events that are applied after a list, because they may be newer than it. */
export class Deferred {
  #buffer = new Uint8Array(0)
  #length = 0
  #lost = false

  add(bytes: Bytes, at: number, end: number): void {
    const size = (end - at + 3) & ~3
    if (this.#length + size > MOST) this.#lost = true
    if (this.#lost) return
    if (this.#length + size > this.#buffer.length) this.#grow(size)
    this.#buffer.set(bytes.u8.subarray(at, end), this.#length)
    this.#length += size
  }

  #grow(size: number): void {
    const larger = new Uint8Array(Math.max(FIRST, 2 * this.#buffer.length, this.#length + size))
    larger.set(this.#buffer.subarray(0, this.#length))
    this.#buffer = larger
  }

  /** All of them; `lost` if there were too many. */
  takeAll(): { chunks: Bytes[]; lost: boolean } {
    const chunks = this.#length === 0 || this.#lost ? [] : [new Bytes(this.#buffer.buffer, 0, this.#length)]
    const lost = this.#lost
    this.#buffer = new Uint8Array(0)
    this.#length = 0
    this.#lost = false
    return { chunks, lost }
  }
}
