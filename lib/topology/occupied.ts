import { hashOf, type Shape, type Shapes, type Words } from './shapes.ts'

/** Messages by what they are about: the first word of the fixed header, and the attribute in which those of one shape differ. */
export class Occupied {
  readonly #message: Words
  /** Where the fixed header of each message is, in words. */
  readonly #starts: Int32Array
  readonly shapes: readonly Shape[]
  /** The shape of each message. */
  readonly #shapeOf: Int32Array
  readonly #hashes: Int32Array
  /** Position of the first message by the lower bits of the hash, and of the next one; both 1 too high. */
  readonly #first: Int32Array
  readonly #next: Int32Array

  /** `starts` and `ends` are those of the messages without struct nlmsghdr. */
  constructor(message: Words, starts: Int32Array, ends: Int32Array, shapes: Shapes) {
    const { length } = starts
    this.#message = message
    this.#starts = starts
    this.shapes = shapes.all
    this.#shapeOf = new Int32Array(length)
    this.#hashes = new Int32Array(length)
    this.#next = new Int32Array(length)
    this.#first = new Int32Array(1 << (32 - Math.clz32(length)))
    this.#read(ends, shapes)
    // From the last to the first: those of one place are in the order of the messages.
    for (let i = length - 1; i >= 0; i--) {
      const slot = (this.#hashes[i] as number) & (this.#first.length - 1)
      this.#next[i] = this.#first[slot] as number
      this.#first[slot] = i + 1
    }
  }

  #read(ends: Int32Array, shapes: Shapes): void {
    const { u32 } = this.#message
    for (let i = 0; i < ends.length; i++) {
      const at = this.#starts[i] as number
      const { id, from, until } = shapes.of(this.#message, at, ends[i] as number)
      this.#shapeOf[i] = id
      this.#hashes[i] = hashOf(u32, at + from, at + until, u32[at] as number)
    }
  }

  get length(): number {
    return this.#starts.length
  }

  shapeOf(i: number): Shape {
    return this.shapes[this.#shapeOf[i] as number] as Shape
  }

  /** The first of these messages that is about the same as the message `i` of `other`, or -1. */
  find(other: Occupied, i: number): number {
    const slot = (other.#hashes[i] as number) & (this.#first.length - 1)
    return this.#matching(other, i, this.#first[slot] as number)
  }

  /** The next one after `found`. */
  after(found: number, other: Occupied, i: number): number {
    return this.#matching(other, i, this.#next[found] as number)
  }

  #matching(other: Occupied, i: number, first: number): number {
    for (let next = first; next !== 0; next = this.#next[next - 1] as number) {
      if (this.#isAbout(next - 1, other, i)) return next - 1
    }
    return -1
  }

  #isAbout(mine: number, other: Occupied, theirs: number): boolean {
    if (this.#hashes[mine] !== other.#hashes[theirs]) return false
    const [one, two] = [this.#message.u32, other.#message.u32]
    const at = this.#starts[mine] as number
    const there = other.#starts[theirs] as number
    if (one[at] !== two[there]) return false
    const { from, until } = this.shapeOf(mine)
    const { from: begin, until: end } = other.shapeOf(theirs)
    if (until - from !== end - begin) return false
    for (let k = 0; k < until - from; k++) if (one[at + from + k] !== two[there + begin + k]) return false
    return true
  }
}
