import { type Attribute, TYPE_MASK } from './attrs.ts'
import type { Bytes } from './bytes.ts'

/** Where an object was read from, and those of its lazy attributes that have been read since. */
class Origin {
  // Public fields: private ones could not be reached through a Proxy around the object.
  readonly bytes: Bytes
  readonly at: number
  readonly length: number
  readonly header: number
  values: Map<number, unknown> | undefined = undefined

  constructor(bytes: Bytes, at: number, length: number) {
    this.bytes = bytes
    this.at = at
    this.length = length
    this.header = bytes.header
  }
}

const ORIGIN = Symbol('origin')

interface Lazy {
  readonly [ORIGIN]: Origin
}

/** As `console.log` shows an object whose attributes were all read at once: without this it would show `[Getter/Setter]`. */
const inspect = {
  // What is fixed, a Proxy that wraps what it gives (Vue's) would have to give as it is.
  writable: true,
  configurable: true,
  value(this: object) {
    return { ...this }
  },
}
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/**
 * Prepares an object for lazy attributes, which lie among the `length` bytes at `at`. They must not change as long as the object is used.
 * What is added here is not enumerable: neither spread, JSON nor a comparison sees it.
 */
export function keepOrigin(out: object, bytes: Bytes, at: number, length: number): void {
  Object.defineProperty(out, ORIGIN, { value: new Origin(bytes, at, length), writable: true, configurable: true })
  Object.defineProperty(out, INSPECT, inspect)
}

/**
 * The same row, decoded when it is first read. Of 24 us that a link took, the counters and what address families keep of it were 14, and
 * most programs look at neither. The row's type must not need its siblings.
 *
 * The accessor is the object's own, enumerable and configurable, so that spread, Object.assign, JSON.stringify, structuredClone and
 * deepStrictEqual see a value; one pair of functions a row lets V8 give all objects the same hidden class. What was read is kept in the
 * origin, not put in the place of the accessor: that would turn the object into a dictionary, at twice the cost of reading the values, and
 * could not be done to a frozen one. Assigning replaces the accessor.
 */
export function lazy(row: Attribute): Attribute {
  const { key, number } = row
  const accessor: PropertyDescriptor & ThisType<Lazy> = {
    enumerable: true,
    configurable: true,
    get() {
      const origin = this[ORIGIN]
      origin.values ??= new Map()
      if (!origin.values.has(number)) origin.values.set(number, readLast(origin, row))
      return origin.values.get(number)
    },
    set(value: unknown) {
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true })
    },
  }
  return { ...row, into: (_bytes, _at, _length, out) => Object.defineProperty(out, key, accessor) }
}

/** Reads one attribute; of several with its number the last, as a loop over all of them would leave it. */
function readLast({ bytes, at, length, header }: Origin, { number, type }: Attribute): unknown {
  const end = at + length
  let found = -1
  let foundSize = 0
  while (at + 4 <= end) {
    const size = bytes.u16[at >> 1] as number
    if (size < 4 || at + size > end) break
    if (((bytes.u16[(at >> 1) + 1] as number) & TYPE_MASK) === number && size - 4 >= type.size) {
      found = at + 4
      foundSize = size - 4
    }
    at += (size + 3) & ~3
  }
  // Some types depend on the fixed header, as when everything is read at once.
  const outer = bytes.header
  bytes.header = header
  const value = type.read(bytes, found, foundSize, {})
  bytes.header = outer
  return value
}
