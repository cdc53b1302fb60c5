import { HEADER } from './header.ts'
import type { Slot } from './template.ts'
import type { Writer } from './writer.ts'

type Options = Readonly<Record<string, unknown>>

const { getPrototypeOf, prototype } = Object

/**
 * A whole call repeated: its message is copied, and only values that differ are written again. The verb's own checks and defaults do not
 * run: the verb lists the options on which they do not depend, as long as the value has the same family and the same size on the
 * wire. All other options must be equal.
 *
 * It repeats calls with the same options in the same order, all primitives and own properties of a plain object. For any other call `write`
 * returns false and leaves the writer unchanged; the verb then takes its usual way and reports the error.
 *
 * The interpreter runs most of a first batch, and counts every step: therefore few functions, and nothing that is not needed.
 */
export class Repeater {
  readonly #slots: readonly Slot[]
  readonly #keys: readonly string[]
  readonly #free: readonly boolean[]
  readonly #family: number
  readonly #strict: boolean
  readonly #length: number
  #start: number
  #values: unknown[]
  #fresh: unknown[] = []

  /** Repeats the last message of the writer. */
  constructor(
    writer: Writer,
    family: number,
    keys: readonly string[],
    values: readonly unknown[],
    slots: readonly Slot[],
    alike: ReadonlySet<string>,
  ) {
    this.#slots = slots
    this.#keys = keys
    this.#free = keys.map((key) => alike.has(key))
    this.#family = family
    this.#strict = writer.strict
    this.#start = writer.start
    this.#length = writer.at - writer.start
    this.#values = [...values]
  }

  /** Writes a whole message with these options and this sequence number. */
  write(writer: Writer, options: Options, sequence: number): boolean {
    if (getPrototypeOf(options) !== prototype) return false
    const { at, fixups } = writer
    const names = fixups.length
    try {
      if (this.#reads(options) && this.#rewrites(writer, at, sequence)) return true
    } catch {
      // The verb will find the same fault and report its path.
    }
    writer.at = at
    fixups.length = names
    return false
  }

  /** Reads the options. Returns whether only values that may differ do. */
  #reads(options: Options): boolean {
    const keys = this.#keys
    const values = this.#values
    const fresh = this.#fresh
    let count = 0
    for (const key in options) {
      const value = options[key]
      if (value === undefined) continue
      if (key !== keys[count]) return false
      if (value !== values[count] && (!this.#free[count] || typeof value === 'object')) return false
      fresh[count++] = value
    }
    return count === keys.length
  }

  #rewrites(writer: Writer, start: number, sequence: number): boolean {
    const slots = this.#slots
    const values = this.#values
    const fresh = this.#fresh
    const end = writer.repeat(this.#start, this.#length, sequence, this.#strict)
    const header = start + HEADER
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as Slot
      const value = fresh[i]
      if (value === values[i] ? !slot.named : slot.type.rewrite?.(writer, header + slot.offset, slot.length, value))
        continue
      if (!this.#writes(writer, header + slot.offset, slot, value)) return false
    }
    writer.at = end
    this.#start = start
    this.#values = fresh
    this.#fresh = values
    return true
  }

  /** Writes a value whose type has no cheaper way, and the name of a link. */
  #writes(writer: Writer, at: number, { type, offset, length, named }: Slot, value: unknown): boolean {
    // What is not there has no place, and another family changes which addresses are valid.
    if (offset === 0 || length < 0 || type.omits?.(value as never) === true) return false
    writer.at = at
    if (named || (type.link === true && typeof value === 'string')) return named && writer.fixupAgain(value as string)
    writer.family = this.#family
    type.write(writer, value as never)
    return writer.at === at + length && writer.family === this.#family
  }
}
