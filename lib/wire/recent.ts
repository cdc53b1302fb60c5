import { ATTRIBUTE, attributeAt, nextAttribute, numberAt, sizeAt } from './attribute.ts'
import type { Attribute } from './attrs.ts'
import type { Bytes } from './bytes.ts'
import type { Field } from './struct.ts'
import type { AnyType } from './type.ts'

/** Longest message that is kept, in words. */
const MOST_WORDS = 64
/** Misses in a row after which messages of a length are regarded as too different from each other. */
const MOST_MISSES = 16

type Value = Record<string, unknown>

/** An attribute of the kept message; all offsets are in words from the start of the message. */
interface Slot {
  readonly start: number
  readonly end: number
  /** Length of the payload in bytes. */
  readonly size: number
  readonly key: string
  /** Undefined for an attribute without a row, which is skipped. */
  readonly type: AnyType | undefined
  /** Whether an equal attribute has an equal value, which objects can share. */
  readonly shared: boolean
}

/** What a table of messages consists of, as far as decoding depends on it. */
interface Table {
  readonly fields: readonly Field[]
  readonly headerSize: number
  readonly byNumber: readonly (Attribute | undefined)[]
}

/**
 * Messages decoded before, one for each length, whose objects are copied for messages that are nearly equal: in a list, most are. Only values whose
 * bytes differ are decoded: a seventh fewer instructions for a route of a first list, which the interpreter decodes, a fifth fewer for compiled code.
 *
 * Nothing is kept of a message whose attributes decode themselves (see Attribute.into), or in which one occurs twice.
 */
export class Recent {
  readonly #table: Table
  /** The bytes of the fixed header that only attributes depend on, such as prefix lengths, are zero. */
  readonly #mask: Uint32Array
  readonly #messages: (Message | undefined)[] = []
  readonly #misses = new Uint8Array(MOST_WORDS + 1)

  constructor(table: Table) {
    this.#table = table
    this.#mask = maskOf(table)
  }

  /** The object of the message at `at`, or undefined if it has to be decoded whole and then passed to `keep`. */
  read(bytes: Bytes, at: number, length: number): Value | undefined {
    const words = length >> 2
    const message = words <= MOST_WORDS ? this.#messages[words] : undefined
    if (message === undefined) return undefined
    const out = message.read(bytes, at, this.#mask)
    this.#misses[words] = out === undefined ? (this.#misses[words] as number) + 1 : 0
    return out
  }

  keep(bytes: Bytes, at: number, length: number, value: Value): void {
    const words = length >> 2
    if ((length & 3) !== 0 || words > MOST_WORDS || (this.#misses[words] as number) >= MOST_MISSES) return
    this.#messages[words] = kept(this.#table, bytes, at, length, value)
  }
}

/** A decoded message, and an object of its own that others are copies of. */
class Message {
  readonly #words: Uint32Array
  readonly #slots: readonly Slot[]
  readonly #value: Value
  readonly #headerWords: number
  /** Fields that are lists, of which each object has its own. */
  readonly #lists: readonly string[]

  constructor(words: Uint32Array, slots: readonly Slot[], value: Value, headerWords: number, lists: readonly string[]) {
    this.#words = words
    this.#slots = slots
    this.#value = value
    this.#headerWords = headerWords
    this.#lists = lists
  }

  /** The object of a message of the same length, or undefined if fields or the order of attributes differ. */
  read(bytes: Bytes, at: number, mask: Uint32Array): Value | undefined {
    const words = this.#words
    const { u32 } = bytes
    const first = at >> 2
    let hidden = 0
    for (let i = 0; i < this.#headerWords; i++) {
      if (words[i] === u32[first + i]) continue
      const difference = (words[i] as number) ^ (u32[first + i] as number)
      if ((difference & (mask[i] as number)) !== 0) return undefined
      hidden |= difference
    }
    const out = { ...this.#value }
    const lists = this.#lists
    for (let i = 0; i < lists.length; i++) {
      const key = lists[i] as string
      out[key] = (out[key] as unknown[]).slice()
    }
    // No iterator: in the interpreter, it takes longer than what is done here.
    const slots = this.#slots
    for (let s = 0; s < slots.length; s++) {
      const slot = slots[s] as Slot
      const { start, end, type } = slot
      let i = start
      if (words[i] !== u32[first + i]) return undefined
      if (type === undefined) continue
      if (slot.shared && hidden === 0) while (++i < end && words[i] === u32[first + i]);
      if (i < end) out[slot.key] = type.read(bytes, (first + start + 1) << 2, slot.size, out)
    }
    return out
  }
}

function kept(table: Table, bytes: Bytes, at: number, length: number, value: Value): Message | undefined {
  const slots = slotsOf(table, bytes, at, length, value)
  const lists = table.fields.map(({ key }) => key).filter((key) => Array.isArray(value[key]))
  const isFlat = table.fields.every(({ key }) => isPrimitive(value[key]) || lists.includes(key))
  if (slots === undefined || !isFlat) return undefined
  const words = bytes.u32.slice(at >> 2, (at + length) >> 2)
  // V8 copies an object at once if it was made at once, and property by property if it has grown so.
  const own = Object.entries(value).map(([key, item]) => [key, lists.includes(key) ? [...(item as unknown[])] : item])
  return new Message(words, slots, Object.fromEntries(own), table.headerSize >> 2, lists)
}

function slotsOf(
  { headerSize, byNumber }: Table,
  bytes: Bytes,
  at: number,
  length: number,
  value: Value,
): Slot[] | undefined {
  const slots: Slot[] = []
  const end = at + length
  const seen = new Set<number>()
  let place = at + ((headerSize + 3) & ~3)
  for (; attributeAt(bytes, place, end); place = nextAttribute(bytes, place)) {
    const number = numberAt(bytes, place)
    const size = sizeAt(bytes, place) - ATTRIBUTE
    const row = byNumber[number]
    if (row?.into !== undefined || seen.has(number)) return undefined
    seen.add(number)
    const { key = '', type } = row !== undefined && size >= row.type.size ? row : {}
    // A type that reads four arguments depends on its siblings.
    const shared = isPrimitive(value[key]) && type !== undefined && type.read.length < 4
    slots.push({ start: (place - at) >> 2, end: (nextAttribute(bytes, place) - at) >> 2, size, key, type, shared })
  }
  return place >= end ? slots : undefined
}

function isPrimitive(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

/** All bits of the fields that become values. */
function maskOf({ fields, headerSize }: Table): Uint32Array {
  const mask = new Uint8Array(headerSize & ~3).fill(0xff)
  for (const { offset, type, hidden } of fields) if (hidden) mask.fill(0, offset, offset + type.size)
  return new Uint32Array(mask.buffer)
}
