import { ATTRIBUTE, attributeAt, nextAttribute, numberAt, sizeAt } from './attribute.ts'
import type { Attribute } from './attrs.ts'
import type { Bytes } from './bytes.ts'

/** The bytes of an object, and the lazy attributes decoded so far. */
class Origin {
  // Public fields: private ones are not accessible through a Proxy.
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

/** Has `console.log` show values; without it, lazy attributes appear as `[Getter/Setter]`. */
const inspect = {
  // A Proxy that wraps values (Vue's) must return properties that are neither writable nor configurable unwrapped.
  writable: true,
  configurable: true,
  value(this: object) {
    return { ...this }
  },
}
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/**
 * Prepares an object for lazy attributes among the `length` bytes at `at`, which must not change while the object is in use. The added
 * properties are not enumerable: spread, JSON and comparison ignore them.
 */
export function keepOrigin(out: object, bytes: Bytes, at: number, length: number): void {
  Object.defineProperty(out, ORIGIN, { value: new Origin(bytes, at, length), writable: true, configurable: true })
  Object.defineProperty(out, INSPECT, inspect)
}

/**
 * The same row, decoded on first read. Counters and settings were 14 of the 24 us of decoding a link, and most programs use neither. The type
 * must not depend on sibling values.
 *
 * The accessor is an own, enumerable, configurable property, so that spread, Object.assign, JSON.stringify, structuredClone and deepStrictEqual
 * see a value. One pair of functions for each row lets V8 share one hidden class among all objects. The decoded value is cached in the origin
 * and does not replace the accessor: that would turn the object into a dictionary, at twice the cost, and is impossible on a frozen object.
 * Assignment replaces the accessor.
 */
export function lazy(row: Attribute): Attribute {
  const { key, number } = row
  const accessor: PropertyDescriptor & ThisType<Lazy> = {
    enumerable: true,
    configurable: true,
    get() {
      // Absent where the receiver is another object: Reflect.get(link, 'stats64', {}).
      const origin = this?.[ORIGIN] as Origin | undefined
      if (origin === undefined)
        throw new TypeError(`${key} can be read only from the listed object, or from one that inherits from it`)
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

/** Decodes one attribute: the last with its number, as eager decoding does. */
function readLast({ bytes, at, length, header }: Origin, { number, type }: Attribute): unknown {
  const end = at + length
  let found = -1
  let foundSize = 0
  for (; attributeAt(bytes, at, end); at = nextAttribute(bytes, at)) {
    const size = sizeAt(bytes, at) - ATTRIBUTE
    if (numberAt(bytes, at) !== number || size < type.size) continue
    found = at + ATTRIBUTE
    foundSize = size
  }
  // Some types depend on the fixed header.
  const outer = bytes.header
  bytes.header = header
  try {
    return type.read(bytes, found, foundSize, {})
  } finally {
    bytes.header = outer
  }
}
