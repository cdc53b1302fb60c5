/** Messages as words. */
export interface Words {
  readonly u16: Uint16Array
  readonly u32: Uint32Array
}

/** What messages have in common that differ only in the payload of one attribute. */
export interface Shape {
  readonly id: number
  /** The words after struct nlmsghdr, of one of them. */
  readonly words: Uint32Array
  /** The payload that differs, in words; both are 0 if the attribute is not there. */
  readonly from: number
  readonly until: number
}

/** The shapes of messages: of a hundred thousand routes there are a few, which differ in more than their destination. */
export class Shapes {
  readonly all: Shape[] = []
  readonly #headerWords: number
  readonly #attribute: number
  readonly #byHash = new Map<number, Shape[]>()
  #last: Shape | undefined

  /** For messages with a fixed header of this size, and the number of the attribute that may differ. */
  constructor(headerSize: number, attribute: number) {
    this.#headerWords = (headerSize + 3) >> 2
    this.#attribute = attribute
  }

  /** The shape of the message whose fixed header is at word `at`, and which ends at word `end`. */
  of(message: Words, at: number, end: number): Shape {
    const last = this.#last
    if (last !== undefined && isOf(last, message.u32, at, end)) return last
    const shape = this.#find(message, at, end)
    this.#last = shape
    return shape
  }

  #find({ u16, u32 }: Words, at: number, end: number): Shape {
    const [from, until] = this.#payload(u16, at, end)
    const hash = hashOf(u32, at, at + from, hashOf(u32, at + until, end, end - at))
    const known = this.#byHash.get(hash) ?? []
    const found = known.find((shape) => isOf(shape, u32, at, end))
    if (found !== undefined) return found
    const shape = { id: this.all.length, words: u32.slice(at, end), from, until }
    this.all.push(shape)
    this.#byHash.set(hash, [...known, shape])
    return shape
  }

  /** Where the payload of the attribute is, in words from the fixed header. */
  #payload(u16: Uint16Array, at: number, end: number): [from: number, until: number] {
    for (let start = at + this.#headerWords; start < end; ) {
      const size = u16[2 * start] as number
      if (size < 4) break
      const next = start + ((size + 3) >> 2)
      if (u16[2 * start + 1] === this.#attribute) return [start + 1 - at, next - at]
      start = next
    }
    return [0, 0]
  }
}

function isOf({ words, from, until }: Shape, u32: Uint32Array, at: number, end: number): boolean {
  const { length } = words
  if (end - at !== length) return false
  for (let i = 0; i < from; i++) if (words[i] !== u32[at + i]) return false
  for (let i = until; i < length; i++) if (words[i] !== u32[at + i]) return false
  return true
}

/** FNV-1a, by words. */
export function hashOf(u32: Uint32Array, from: number, until: number, seed: number): number {
  let hash = seed
  for (let i = from; i < until; i++) {
    hash = Math.imul(hash ^ (u32[i] as number), 0x0100_0193)
    hash ^= hash >>> 15
  }
  return hash
}
