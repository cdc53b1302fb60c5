import { ATTRIBUTE, nextAttribute, numberAt, sizeAt } from './attribute.ts'
import type { Attribute } from './attrs.ts'
import { Repeater } from './repeater.ts'
import type { Field } from './struct.ts'
import type { AnyType } from './type.ts'
import type { Writer } from './writer.ts'

type Items = Readonly<Record<string, unknown>>

/** One value of a message: its offset from the start of the fixed header, and whether it is the name of a link. */
export interface Slot {
  readonly type: AnyType
  readonly offset: number
  /** ABSENT if the key was not sent. */
  readonly length: number
  named: boolean
}

const ABSENT = -1

/** The parts of a table that a template needs. */
export interface Layout {
  readonly places: ReadonlyMap<string, Attribute | Field>
  /** Offset of the first attribute from the start of the fixed header. */
  readonly body: number
}

/**
 * The last message of a writer, reused for the next one: among thousands of routes that differ in their destination, only the destination is
 * encoded and the rest is copied (2.8 us for a route instead of 4; the kernel takes another 2.7).
 *
 * The bytes are those that the table itself would write. Therefore a template serves only messages of the same table and preset that have the
 * same keys in the same order, all of them primitives, with values of the same length on the wire. For any other message `write` leaves the
 * writer unchanged, and the table writes the message from the start and reports the error. The address family must be the same,
 * since values may depend on it. Writing must not have side effects: a message with a descriptor never becomes a template, and link names are
 * requested for each message.
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
  /** A getter among the options may write a message, too. */
  #busy = false

  /** Takes the message whose fixed header is at `writer.header` and which ends at `writer.at`. */
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

  /** Writes a message with these options. If the template does not serve it, returns false and leaves the writer unchanged. */
  write(writer: Writer, layout: Layout, preset: object | undefined, items: Items): boolean {
    if (layout !== this.#layout || preset !== this.#preset || writer.strict !== this.#strict || this.#busy) return false
    this.#busy = true
    try {
      if (!this.#reads(items)) return false
      if (this.#rewrites(writer, items)) return true
    } catch {
      // The table will find the same fault and report its path.
    } finally {
      this.#busy = false
    }
    writer.restart()
    return false
  }

  /** Reads the options. Returns whether they are primitives under the same keys. */
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

  /** Copies the message and encodes the values that differ. Returns false if one does not fit. */
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
      // The family is the first byte of every header; another one in the options changes which addresses are valid.
      if (slot.offset === 0 || slot.length === ABSENT || slot.type.omits?.(value as never) === true) return false
      writer.at = start + slot.offset
      const names = writer.fixups.length
      slot.type.write(writer, value as never, items)
      slot.named = writer.fixups.length > names
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

  /**
   * For repeating the whole call whose options these were, if the message has their values under their names; `writer` has just ended it. The
   * first `fixed` keys of the message are not among the options.
   */
  repeater(
    writer: Writer,
    options: readonly string[],
    alike: ReadonlySet<string>,
    fixed: number,
  ): Repeater | undefined {
    const keys = this.#keys.slice(fixed)
    if (options.length !== keys.length || options.some((key, i) => key !== keys[i])) return undefined
    const slots = this.#locate(writer)
    const named = slots.filter((slot) => slot.named)
    const inOrder = named.every(({ offset }, i) => i === 0 || offset > (named[i - 1] as Slot).offset)
    if (slots.length !== this.#keys.length || this.#start !== writer.header || !inOrder) return undefined
    if (slots.slice(0, fixed).some((slot) => slot.named)) return undefined
    return new Repeater(writer, this.#family, keys, this.#values.slice(fixed), slots.slice(fixed), alike)
  }

  /** Finds the value of each key: attributes are in the order of the keys. Empty if they are not. */
  #locate(writer: Writer): Slot[] {
    const { places, body } = this.#layout
    const start = this.#start
    const end = start + this.#length
    const slots: Slot[] = []
    let at = start + body
    for (const key of this.#keys) {
      const place = places.get(key)
      // The name of a link next to its index is not sent.
      if (place === undefined) return []
      const isField = 'offset' in place
      const isThere = isField || (at < end && numberAt(writer, at) === place.number)
      const size = isField ? place.type.size : isThere ? sizeAt(writer, at) - ATTRIBUTE : ABSENT
      const offset = isField ? place.offset : at + ATTRIBUTE - start
      slots.push({ type: place.type, offset, length: size, named: isThere && writer.isNamed(start + offset) })
      if (!isField && isThere) at = nextAttribute(writer, at)
    }
    return at === end ? slots : []
  }
}
