import type { Handle } from '../transport/handle.ts'
import type { Messages } from '../transport/messages.ts'
import type { Family, Item, Plural } from './families.ts'

/** The objects of a namespace, by their kinds. */
export class Lists {
  readonly #items = new Map<Plural, readonly Item[]>()
  readonly #messages = new Map<Plural, readonly [Family, Messages<Item>]>()

  has(plural: Plural): boolean {
    return this.#items.has(plural) || this.#messages.has(plural)
  }

  get(plural: Plural): readonly Item[] | undefined {
    const known = this.#items.get(plural)
    const [family, messages] = this.#messages.get(plural) ?? []
    if (known !== undefined || family === undefined || messages === undefined) return known
    const all = Array.from({ length: messages.length }, (_, i) => messages.decode(i))
    const items = all.filter((item) => family.byMessage?.keep(item))
    this.#items.set(plural, items)
    return items
  }

  /** The objects as messages, if they are compared by them. */
  messages(plural: Plural): Messages<Item> | undefined {
    return this.#messages.get(plural)?.[1]
  }

  async read(handle: Handle, family: Family): Promise<void> {
    const { byMessage, plural } = family
    if (byMessage === undefined) this.#items.set(plural, await family.list(handle))
    else this.#messages.set(plural, [family, await byMessage.messages(handle)])
  }
}

/** Reads the objects of these kinds, one list after the other: lists that are read at the same time take a socket each. */
export async function listsOf(handle: Handle, wanted: readonly Family[]): Promise<Lists> {
  const lists = new Lists()
  for (const family of wanted) await lists.read(handle, family)
  return lists
}
