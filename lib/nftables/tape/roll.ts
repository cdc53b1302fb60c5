import { describeValue, InputError } from '../../errors.ts'
import { LITTLE } from '../../wire/bytes.ts'
import { type Byteorder, writeBytes } from '../datatype/byteorder.ts'

const encoder = new TextEncoder()

/** A growing buffer of items, each at a multiple of four, in the byte order of this machine. */
export class Roll {
  at = 0
  #u8 = new Uint8Array(1 << 16)
  #u32 = new Uint32Array(this.#u8.buffer)
  #i32 = new Int32Array(this.#u8.buffer)
  #view = new DataView(this.#u8.buffer)

  /** Begins anew, and gives back what one large call took. */
  reset(): void {
    this.at = 0
    if (this.#u8.length > MOST_KEPT) this.#become(new Uint8Array(1 << 16))
  }

  /** What was laid down; valid until the next call of anything here. */
  bytes(): Uint8Array {
    return this.#u8.subarray(0, this.at)
  }

  /** Takes everything behind `start` off again, and gives a copy of it. */
  cut(start: number): Uint8Array {
    const taken = this.#u8.slice(start, this.at)
    this.at = start
    return taken
  }

  u32(value: number, max = 0xffffffff): void {
    if (!(value >= 0 && value <= max && Number.isInteger(value)))
      throw wrong(value, 'number', `a whole number up to ${max}`)
    if (this.at + 4 > this.#u8.length) this.#grow(4)
    this.#u32[this.at >> 2] = value
    this.at += 4
  }

  s32(value: number): void {
    if ((value | 0) !== value) throw wrong(value, 'number', 'a whole number of 32 bits')
    if (this.at + 4 > this.#u8.length) this.#grow(4)
    this.#i32[this.at >> 2] = value
    this.at += 4
  }

  u64(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value)
      throw wrong(value, 'bigint', 'a bigint of 64 bits')
    if (this.at + 8 > this.#u8.length) this.#grow(8)
    this.#view.setBigUint64(this.at, value, LITTLE)
    this.at += 8
  }

  /** A length and the bytes. */
  raw(value: Uint8Array, limit = 0xffffffff): void {
    if (!(value instanceof Uint8Array)) throw new InputError(`must be a Uint8Array, not ${describeValue(value)}`)
    const { length } = value
    if (length > limit) throw new InputError(`must be at most ${limit} bytes long, not ${length}`, 'range')
    this.u32(length)
    this.#reserve(length + 4)
    const u8 = this.#u8
    const { at } = this
    // Most are the few bytes of an address: a loop is faster than a call for them.
    if (length > 32) u8.set(value, at)
    else for (let i = 0; i < length; i++) u8[at + i] = value[i] as number
    this.#pad(at + length)
  }

  /** A length and the text in UTF-8 with its final zero. */
  text(value: string, limit = 0xffffffff): void {
    if (typeof value !== 'string') throw wrong(value, 'string', 'a string')
    this.#reserve(value.length * 3 + 12)
    const start = this.at + 4
    let end = this.#ascii(value, start)
    if (end < 0 && !value.isWellFormed()) throw new InputError('must not contain an unpaired surrogate')
    if (end < 0) end = start + encoder.encodeInto(value, this.#u8.subarray(start)).written
    if (end - start > limit) throw new InputError(`must be at most ${limit} bytes long, not ${end - start}`, 'range')
    if (value.includes('\0')) throw new InputError('must not contain a NUL character', 'range')
    this.#u32[this.at >> 2] = end - start + 1
    this.#u8[end] = 0
    this.#pad(end + 1)
  }

  /** The place behind the text, or -1 where it is not ASCII. */
  #ascii(value: string, start: number): number {
    const u8 = this.#u8
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code > 0x7f) return -1
      u8[start + i] = code
    }
    return start + value.length
  }

  texts(values: readonly string[]): void {
    this.u32(values.length)
    for (const value of values) this.text(value)
  }

  /** Begins bytes whose length is not known yet. */
  open(): number {
    this.u32(0)
    return this.at
  }

  close(start: number): void {
    this.#u32[(start - 4) >> 2] = this.at - start
  }

  /** Lays down once more the bytes that were opened at `start`. */
  repeat(start: number): void {
    const size = 4 + (this.#u32[start >> 2] as number)
    this.#reserve(size)
    const u32 = this.#u32
    let to = this.at >> 2
    for (let from = start >> 2; from < (start + size) >> 2; from++) u32[to++] = u32[from] as number
    this.at += size
  }

  /** Puts another number in the place of one. */
  fill(value: bigint, at: number, length: number, byteorder: Byteorder): void {
    writeBytes(value, this.#u8, at, length, byteorder)
  }

  patch(at: number, value: number): void {
    this.#u32[at >> 2] = value
  }

  #pad(end: number): void {
    const u8 = this.#u8
    let at = end
    while ((at & 3) !== 0) u8[at++] = 0
    this.at = at
  }

  #reserve(size: number): void {
    if (this.at + size > this.#u8.length) this.#grow(size)
  }

  #grow(size: number): void {
    const larger = new Uint8Array(Math.max(this.#u8.length * 2, (this.at + size + 7) & ~7))
    larger.set(this.#u8.subarray(0, this.at))
    this.#become(larger)
  }

  #become(u8: Uint8Array<ArrayBuffer>): void {
    this.#u8 = u8
    this.#u32 = new Uint32Array(u8.buffer)
    this.#i32 = new Int32Array(u8.buffer)
    this.#view = new DataView(u8.buffer)
  }
}

const MOST_KEPT = 1 << 22

function wrong(value: unknown, type: string, wanted: string): InputError {
  const kind = typeof value === type ? 'range' : 'type'
  return new InputError(`must be ${wanted}, not ${describeValue(value)}`, kind)
}
