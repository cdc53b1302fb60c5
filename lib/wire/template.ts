import { type Attribute, TYPE_MASK } from './attrs.ts'
import type { Field } from './struct.ts'
import type { AnyType } from './type.ts'
import type { Writer } from './writer.ts'

type Items = Readonly<Record<string, unknown>>

/** One value of a message: where it lies from the start of the fixed header, and whether it is the name of a link. */
interface Slot {
  readonly type: AnyType
  readonly offset: number
  /** ABSENT where nothing was sent for it. */
  readonly length: number
  named: boolean
}

const ABSENT = -1

/** A table as far as a template needs it. */
export interface Layout {
  readonly places: ReadonlyMap<string, Attribute | Field>
  /** Where attributes begin, from the start of the fixed header. */
  readonly body: number
}

/**
 * The message that a writer wrote last, to be written again with other values: of thousands of routes that differ in their destination, only
 * that is encoded, and the rest is copied (2.8 us a route instead of 4, of which the kernel's share is another 2.7).
 *
 * What it writes is byte for byte what the table would write. So it serves a message of the same table and preset with the same keys in the
 * same order, primitives all of them, whose values are as long on the wire; for any other, `write` leaves the writer as it was, and the table
 * writes the message from the beginning, and says what is wrong with it. A value may depend on the family of the message, which is then the
 * same. Encoding must have no side effect: a message that keeps a descriptor open cannot be a template, and link names are resolved again each time.
 */
export class Template {
  readonly #layout: Layout
  readonly #preset: object | undefined
  readonly #strict: boolean
  readonly #family: number
  readonly #keys: readonly string[]
  readonly #length: number
  #start: number
  #values: unknown[]
  #fresh: unknown[] = []
  #slots: readonly Slot[] | undefined
  /** Options may be read by getters, and those may write a message themselves. */
  #busy = false

  /** From the message whose fixed header is at `writer.header`, and which ends at `writer.at`. */
  constructor(writer: Writer, layout: Layout, preset: object | undefined, keys: readonly string[], values: unknown[]) {
    this.#layout = layout
    this.#preset = preset
    this.#strict = writer.strict
    this.#family = writer.family
    this.#keys = keys
    this.#length = writer.at - writer.header
    this.#start = writer.header
    this.#values = values
  }

  /** Writes a message with these options where the template serves it; else false, and the writer is as before. */
  write(writer: Writer, layout: Layout, preset: object | undefined, items: Items): boolean {
    if (layout !== this.#layout || preset !== this.#preset || writer.strict !== this.#strict || this.#busy) return false
    this.#busy = true
    try {
      if (!this.#reads(items)) return false
      if (this.#rewrites(writer, items)) return true
    } catch {
      // The table comes upon the same fault, and says where it is.
    } finally {
      this.#busy = false
    }
    writer.restart()
    return false
  }

  /** Reads the options; whether they are primitives under the same keys. */
  #reads(items: Items): boolean {
    const keys = this.#keys
    const fresh = this.#fresh
    let count = 0
    for (const key in items) {
      const item = items[key]
      if (item === undefined) continue
      if (key !== keys[count] || typeof item === 'object' || typeof item === 'function') return false
      fresh[count++] = item
    }
    return count === keys.length
  }

  /** Copies the message and encodes what differs; false where that does not fit. */
  #rewrites(writer: Writer, items: Items): boolean {
    this.#slots ??= this.#locate(writer)
    const slots = this.#slots
    if (slots.length !== this.#keys.length) return false
    const start = writer.at
    const values = this.#values
    const fresh = this.#fresh
    writer.copy(this.#start, this.#length)
    const end = writer.at
    writer.family = this.#family
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as Slot
      const value = fresh[i]
      if (value === values[i]) {
        if (!slot.named) continue
        writer.at = start + slot.offset
        if (writer.fixupAgain(value as string)) continue
      }
      // The family stands first in every header. Another one in the options decides over what addresses may say.
      if (slot.offset === 0 || slot.length === ABSENT || slot.type.omits?.(value as never) === true) return false
      writer.at = start + slot.offset
      const names = writer.places.length
      slot.type.write(writer, value as never, items)
      slot.named = writer.places.length > names
      if (writer.at !== start + slot.offset + slot.length) return false
    }
    if (writer.family !== this.#family || writer.holds) return false
    writer.family = 0
    writer.at = end
    this.#start = start
    this.#values = fresh
    this.#fresh = values
    return true
  }

  /** Where each value lies: attributes stand in the order of their keys. Nothing where that is not so. */
  #locate(writer: Writer): Slot[] {
    const { places, body } = this.#layout
    const start = this.#start
    const end = start + this.#length
    const slots: Slot[] = []
    let at = start + body
    for (const key of this.#keys) {
      const place = places.get(key)
      // The name of a link beside its index is not sent.
      if (place === undefined) return []
      const isField = 'offset' in place
      const isThere = isField || (at < end && ((writer.u16[(at >> 1) + 1] as number) & TYPE_MASK) === place.number)
      const size = isField ? place.type.size : isThere ? (writer.u16[at >> 1] as number) - 4 : ABSENT
      const offset = isField ? place.offset : at + 4 - start
      slots.push({ type: place.type, offset, length: size, named: isThere && writer.isNamed(start + offset) })
      if (!isField && isThere) at += (size + 4 + 3) & ~3
    }
    return at === end ? slots : []
  }
}
