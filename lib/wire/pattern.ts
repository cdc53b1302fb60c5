import { ATTRIBUTE } from './attribute.ts'
import { HEADER } from './header.ts'
import type { Held } from './netns.ts'
import { netnsFd } from './reference.ts'
import type { AnyType } from './type.ts'
import { Writer } from './writer.ts'

/** A value of a message, by its offset from the start of the fixed header. */
interface Place {
  readonly type: AnyType
  readonly offset: number
  readonly length: number
  /** Whether its length is written in front of it. */
  readonly isAttribute: boolean
  /** Whether it adds the name of a link or a descriptor, which every message needs for itself. */
  readonly adds: boolean
}

/** Where the values of one message are, by the path of their keys: `linkinfo.data.peer.name`. */
export class Trail {
  readonly places = new Map<string, Place>()
  readonly #path: string[] = []

  /** The value under this key comes next. */
  enter(key: string): void {
    this.#path.push(key)
  }

  /** That value is from `at` to where the writer is. */
  leave(writer: Writer, type: AnyType, at: number, isAttribute: boolean): void {
    const adds = type.link === true || type === netnsFd
    const place = { type, offset: at - writer.start - HEADER, length: writer.at - at, isAttribute, adds }
    this.places.set(this.#path.join('.'), place)
    this.#path.pop()
  }
}

const CAPACITY = 1024
/** A pattern opens no namespace. */
const NOTHING: Held = { fd: 0, close: () => undefined }

/**
 * A message as bytes, and some values that may be written over: among the links of many containers, the name of the link and its peer's namespace. It
 * belongs to no writer. The other values, and so everything that was checked and derived from them, are those of the message that it was made of.
 */
export class Pattern {
  readonly #body: Uint8Array
  readonly #places: readonly (Place | undefined)[]
  /** Values that are in the bytes already. */
  readonly #values: readonly unknown[]
  /** Names of links outside these places, and where their indices are. */
  readonly #names: readonly (readonly [offset: number, name: string])[]

  /** Takes the message that `compose` writes. `paths` are those of the values that may be written over. */
  constructor(
    compose: (writer: Writer) => void,
    strict: boolean,
    paths: readonly string[],
    values: readonly unknown[],
  ) {
    const writer = new Writer(CAPACITY, () => NOTHING)
    const trail = new Trail()
    writer.begin(0, 0, 0, strict)
    writer.trail = trail
    compose(writer)
    writer.end()
    this.#body = writer.u8.slice(HEADER, writer.at)
    this.#places = paths.map((path) => trail.places.get(path))
    this.#values = values
    this.#names = namesOf(writer).filter(([offset]) => !this.#places.some((place) => place?.offset === offset))
  }

  /** Appends the message with these values. Returns false, or throws, if one of them does not fit; the writer must then be rolled back. */
  write(writer: Writer, values: readonly unknown[]): boolean {
    const start = writer.at
    writer.bytes(this.#body)
    const end = writer.at
    const names = this.#names
    for (let i = 0; i < names.length; i++) {
      const [offset, name] = names[i] as (typeof names)[number]
      writer.at = start + offset
      writer.fixup(name)
    }
    for (let i = 0; i < values.length; i++) {
      const place = this.#places[i]
      if (values[i] === this.#values[i] && place?.adds !== true) continue
      if (place === undefined || !writeOver(writer, start + place.offset, place, values[i])) return false
    }
    writer.at = end
    // Another family of addresses would change which values are valid.
    return writer.family === 0 || writer.family === this.#body[0]
  }
}

function namesOf({ fixups, names }: Writer): (readonly [number, string])[] {
  return fixups.flatMap((at, i) =>
    i % 2 === 0 ? [[at - HEADER, names[fixups[i + 1] as number] as string] as const] : [],
  )
}

/** Writes a value over another one that takes as much space. */
function writeOver(writer: Writer, at: number, { type, length, isAttribute }: Place, value: unknown): boolean {
  if (type.omits?.(value as never) === true) return false
  writer.at = at
  type.write(writer, value as never)
  const written = writer.at - at
  if (written === length) return true
  // Attributes are padded to words.
  if (!isAttribute || (written + 3) >> 2 !== (length + 3) >> 2) return false
  writer.u16[(at - ATTRIBUTE) >> 1] = ATTRIBUTE + written
  writer.align()
  return true
}
