import { NetlinkError } from '../errors.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { answered, answeredEach } from '../transport/answer.ts'
import type { Watching } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import type { Selector, Wanted } from '../transport/socket-filter.ts'
import { agrees } from '../verb/filter.ts'
import type { Asked, Watched } from '../verb/listing.ts'
import { Bytes } from '../wire/bytes.ts'
import { HEADER, lengthAt, NLM_F_REPLACE } from '../wire/header.ts'
import type { Field } from '../wire/struct.ts'
import type { AnyType } from '../wire/type.ts'
import { Writer } from '../wire/writer.ts'
import type { NetnsId } from './consumer.ts'
import { type OnChange, Store } from './store.ts'

/** Resolves the name of a link to its index; undefined if there is none. */
export type Resolve = (name: string) => number | undefined

type Given = Readonly<Record<string, unknown>>
type Condition = (item: object) => boolean

/** One kind of object in a watch: its filter, and the replica. */
export class Followed {
  readonly watched: Watched<object>
  readonly store: Store
  /** Whether it is only needed here, and its changes are not reported. */
  readonly hidden: boolean
  /** The namespace, if not that of the handle. */
  readonly netns: NetnsId | undefined
  readonly #operation: string
  readonly #filter: Given
  readonly #extra: Condition | undefined
  #asked: Asked<Limits, object>
  /** The filter with links by their indices; undefined while a link of it does not exist. */
  #given: Given | undefined
  readonly #conditions: readonly string[]
  #isListed = false

  constructor(
    operation: string,
    watched: Watched<object>,
    filter: object,
    onChange: OnChange,
    how: { hidden?: boolean; extra?: Condition | undefined; netns?: NetnsId | undefined } = {},
  ) {
    this.#operation = operation
    this.watched = watched
    this.hidden = how.hidden === true
    this.netns = how.netns
    this.#extra = how.extra
    this.#filter = filter as Given
    this.store = new Store(watched.identity, onChange)
    this.#asked = watched.ask(operation, filter)
    const { reading = [] } = watched.identity
    this.#given = this.#asked.given as Given
    this.#conditions = Object.keys(this.#given).filter((key) => !reading.includes(key))
  }

  /** Number of the message of a new object. */
  get type(): number {
    return this.#asked.verb.type - 2
  }

  get groups(): number[] {
    return this.watched.identity.groups.map(
      (name) => (rtnetlink.groups as Readonly<Record<string, number>>)[name] as number,
    )
  }

  /** The filters that name a link, which may not exist yet. */
  get #named(): readonly string[] {
    return (this.watched.identity.links ?? []).filter((key) => typeof this.#filter[key] === 'string')
  }

  get namesLinks(): boolean {
    return this.#named.length > 0
  }

  /** Looks up the links that the filter names; true if they are others than before. */
  resolve(resolve: Resolve): boolean {
    const before = this.#given
    const found = Object.fromEntries(this.#named.map((key) => [key, resolve(this.#filter[key] as string)]))
    if (Object.values(found).includes(undefined)) {
      this.#given = undefined
      return before !== undefined
    }
    if (before !== undefined && Object.entries(found).every(([key, index]) => before[key] === index)) return false
    this.#asked = this.watched.ask(this.#operation, { ...this.#filter, ...found })
    this.#given = this.#asked.given as Given
    return true
  }

  /** Lists what the filter selects, or only what of it `more` selects. */
  async list(handle: Watching, more?: object): Promise<object[]> {
    if (this.#given === undefined) return []
    const asked =
      more === undefined
        ? this.#asked
        : this.watched.ask(this.#operation, { ...this.#filter, ...this.#resolved(), ...more })
    const found = await this.watched.list(handle, asked).catch((thrown: unknown) => this.#withoutLink(thrown))
    this.#isListed = true
    return found.filter((item) => this.#isState(item) && this.#extra?.(item) !== false)
  }

  /** A link of the filter may be gone since it was resolved, or listed. */
  #withoutLink(thrown: unknown): object[] {
    const isGone = thrown instanceof NetlinkError && thrown.code === 'ENODEV'
    if (isGone && (this.#isListed || this.namesLinks)) return []
    throw thrown
  }

  #resolved(): object {
    return Object.fromEntries(this.#named.map((key) => [key, this.#given?.[key]]))
  }

  /** Whether an object of the list or of an event belongs to the replica. */
  matches(item: object): boolean {
    const given = this.#given
    if (given === undefined || !this.#isState(item) || this.#extra?.(item) === false) return false
    const { matches, defaults } = this.watched.identity
    for (const key in defaults) {
      if (given[key] === undefined && defaults[key]?.(item) === false) return false
    }
    for (const key of this.#conditions) {
      const test = matches?.[key]
      if (test === undefined ? !agrees(item, given, [key]) : !test(item, given[key] as never)) return false
    }
    return this.#asked.keep?.(item) !== false
  }

  #isState(item: object): boolean {
    return this.watched.identity.omit?.(item) !== true
  }

  /** The object of the message at `at`, or all of several; undefined for one that is too short. */
  decode(bytes: Bytes, at: number): object | readonly object[] | undefined {
    const { verb } = this.#asked
    const length = lengthAt(bytes, at)
    if (length - HEADER < (verb.message.headerSize ?? 0)) return undefined
    if (verb.each !== undefined) return answeredEach(verb, bytes, at)
    if (verb.message.keepsBytes !== true) return answered(verb, bytes, at) as object
    return answered(verb, new Bytes(bytes.u8.slice(at, at + length).buffer), 0) as object
  }

  /** Applies an event; false if the replica can only be right again by a list. */
  apply(item: object, deleted: boolean, flags: number): boolean {
    if (deleted) return this.store.remove(item)
    if (this.matches(item)) return this.store.put(item, flags) && !this.#mayReplaceOther(item, flags)
    const { key } = this.watched.identity
    if (key === undefined) return this.store.remove(item)
    return (flags & NLM_F_REPLACE) === 0 || !this.store.holds(item)
  }

  /** With a filter, the route that this one replaced may be another than the first that is held. */
  #mayReplaceOther(item: object, flags: number): boolean {
    if ((flags & NLM_F_REPLACE) === 0 || this.watched.identity.key === undefined) return false
    return this.#conditions.some((key) => key !== 'table' && key !== 'family') && this.store.holds(item)
  }

  /** What the socket filter passes. */
  wanted(): Wanted {
    const selectors = (this.watched.identity.selectors ?? []).flatMap((key) => this.#selector(key) ?? [])
    return new Map([
      [this.type, selectors],
      [this.type + 1, selectors],
    ])
  }

  #selector(key: string): Selector | undefined {
    const value = this.#filter[key] ?? (key === 'table' ? 'main' : undefined)
    if (value === undefined || value === 'all' || value === 'unspec') return undefined
    const header = this.#asked.verb.message as unknown as {
      readonly header: { readonly byKey: ReadonlyMap<string, Field> }
    }
    const field = header.header.byKey.get(key)
    const type = this.watched.filters.find((one) => one.key === key)?.type ?? field?.type
    if (field === undefined || type === undefined) return undefined
    const number = numberOf(type, value)
    const most = 2 ** (8 * field.type.size)
    if (number === undefined || number >= most) return undefined
    return { offset: field.offset, size: field.type.size as 1 | 4, value: number }
  }
}

/** A value as it is in a message; undefined for the name of a link. */
function numberOf(type: AnyType, value: unknown): number | undefined {
  const writer = new Writer(64)
  type.write(writer, value as never)
  if (writer.fixups.length > 0) return undefined
  return writer.at === 1 ? writer.u8[0] : writer.at === 4 ? writer.u32[0] : undefined
}
