import type { Batch } from '../transport/batch.ts'
import { HEADER } from '../wire/header.ts'
import { Encoded, ListEncoder } from './encoding.ts'
import { within } from './failure.ts'
import type { Family, Item } from './families.ts'
import { Occupied } from './occupied.ts'
import type { Owner } from './owner.ts'
import { Shapes } from './shapes.ts'

/** One object that must be there, with the message that would add it. */
export interface WantedItem {
  readonly path: string
  readonly options: Item
  readonly encoded: Encoded
}

/** The objects of one kind that must be there. There may be a million. */
export class WantedList {
  readonly #encoder: ListEncoder
  readonly #owner: Owner
  readonly #ownerOf: string
  /** Path of the list, if its objects are numbered. */
  readonly #path: string | undefined
  readonly #paths: string[] = []
  readonly #given: object[] = []
  #occupied: Occupied | undefined

  constructor(family: Family, owner: Owner, path?: string) {
    this.#encoder = new ListEncoder(family)
    this.#owner = owner
    this.#ownerOf = family.desired.owner
    this.#path = path
  }

  get length(): number {
    return this.#given.length
  }

  /** Their messages, in the same order. */
  get requests(): Batch {
    return this.#encoder.encoder.requests
  }

  /** Whether the messages can be sent without the verb. */
  get isWhole(): boolean {
    return !this.#encoder.encoder.needsKernel
  }

  /** Adds an object if it is like the one before. */
  repeats(given: unknown): boolean {
    if (typeof given !== 'object' || given === null || !this.#encoder.repeats(given)) return false
    this.#given.push(given)
    return true
  }

  add(path: string, given: object): void {
    const hasOwner = (given as Item)[this.#ownerOf] !== undefined
    within(path, () => this.#encoder.add(given, hasOwner ? given : this.#whole(given), hasOwner ? 0 : 1))
    if (this.#path === undefined) this.#paths.push(path)
    this.#given.push(given)
  }

  /** The options, after the number of the owner. */
  #whole(given: object): Item {
    const { [this.#ownerOf]: _, ...others } = given as Item
    return { [this.#ownerOf]: this.#owner.protocol, ...others }
  }

  /** The messages by what they are about, with the indices that were resolved last. */
  occupied(headerSize: number, apart: number): Occupied {
    this.#occupied ??= new Occupied(this.requests.writer, ...this.#bounds(), new Shapes(headerSize, apart))
    return this.#occupied
  }

  /** Where the messages begin and end, in words and without struct nlmsghdr. */
  #bounds(): [starts: Int32Array, ends: Int32Array] {
    const { requests, length } = this
    const [starts, ends] = [new Int32Array(length), new Int32Array(length)]
    for (let i = 0; i < length; i++) {
      starts[i] = (requests.startOf(i) + HEADER) >> 2
      ends[i] = requests.endOf(i) >> 2
    }
    return [starts, ends]
  }

  /** Writes the indices of links into the messages; each name is looked up once, with the path of the first object. */
  resolveNames(resolve: (name: string, path: string) => number): void {
    const { entries, writer } = this.requests
    const { fixups, names, u32 } = writer
    const indices: number[] = []
    for (let k = 0, i = 0; k < fixups.length; k += 2) {
      const [at, name] = [fixups[k] as number, fixups[k + 1] as number]
      while (i + 1 < entries.length && this.requests.startOf(i + 1) <= at) i++
      indices[name] ??= resolve(names[name] as string, this.path(i))
      if (u32[at >> 2] === indices[name]) continue
      u32[at >> 2] = indices[name]
      this.#occupied = undefined
    }
  }

  path(i: number): string {
    return this.#path === undefined ? (this.#paths[i] as string) : `${this.#path}[${i}]`
  }

  options(i: number): Item {
    const given = this.#given[i] as Item
    return given[this.#ownerOf] === undefined ? this.#whole(given) : { ...given }
  }

  encoded(i: number): Encoded {
    return new Encoded(this.#encoder.encoder, i)
  }

  item(i: number): WantedItem {
    return { path: this.path(i), options: this.options(i), encoded: this.encoded(i) }
  }
}
