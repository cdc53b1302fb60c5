import { callerError, describeValue, InputError } from '../errors.ts'
import { linkNames } from '../protocol/link.ts'
import type { Handle } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import { checkOptions } from './options.ts'

/** Options of a list whose objects contain indices of links. */
export interface Naming extends Limits {
  /**
   * True adds the name of each link next to its index: `oifName` next to `oif`. Such names are accepted when the object is passed back, and
   * are not sent.
   */
  names?: boolean | undefined
}

/** Where an object holds the index of a link, and under which key. */
export type Link = readonly [holder: object, key: string]

/** Finds the indices of links in an object. */
export type Links<Item> = (item: Item) => readonly Link[]

/** The two arguments of a list without `names`, and whether either contained it. */
interface Taken<Filter, Within> {
  readonly names: boolean
  readonly filter: Filter
  readonly within: Within
}

/** Removes `names` from the arguments of a list. */
export function takeNames<Filter, Within>(operation: string, filter: Filter, within: Within): Taken<Filter, Within> {
  const [one, ofFilter] = taken(operation, filter)
  const [other, ofWithin] = taken(operation, within)
  return { names: one || other, filter: ofFilter, within: ofWithin }
}

/** Anything but an object is left to the validation of the other options. */
function taken<Options>(operation: string, options: Options): readonly [names: boolean, rest: Options] {
  if (typeof options !== 'object' || options === null || !Object.hasOwn(options, 'names')) return [false, options]
  checkOptions(operation, options)
  const { names = false, ...rest } = options as Options & Naming
  if (typeof names === 'boolean') return [names, rest as Options]
  throw callerError(operation, new InputError(`must be true or false, not ${describeValue(names)}`).under('names'))
}

/** Adds the names of links next to their indices, except for links that are in another namespace or no longer exist. */
function name<Item>(item: Item, links: Links<Item>, names: ReadonlyMap<unknown, string>): boolean {
  let complete = true
  for (const [holder, key] of links(item)) {
    const fields = holder as Record<string, unknown>
    const index = fields[key]
    const found = names.get(index)
    if (found !== undefined) fields[`${key}Name`] = found
    else if (index !== undefined && index !== 0) complete = false
  }
  return complete
}

/** All objects with names, which are requested right after the list; no other call of this handle comes between. */
export async function allNamed<Item>(
  handle: Handle,
  operation: string,
  limits: Limits,
  list: Promise<Item[]>,
  links: Links<Item>,
): Promise<Item[]> {
  const [items, names] = await Promise.all([list, linkNames(handle, operation, limits)])
  for (const item of items) name(item, links, names)
  return items
}

/** One object with the names of its links. */
export async function named<Item>(
  handle: Handle,
  operation: string,
  limits: Limits,
  found: Promise<Item>,
  links: Links<Item>,
): Promise<Item> {
  const [item, names] = await Promise.all([found, linkNames(handle, operation, limits)])
  name(item, links, names)
  return item
}

/** One by one with names, which are requested again for newer links. */
export async function* eachNamed<Item>(
  handle: Handle,
  operation: string,
  limits: Limits,
  stream: AsyncIterable<Item>,
  links: Links<Item>,
): AsyncGenerator<Item, void, undefined> {
  let names: ReadonlyMap<unknown, string> | undefined
  const missed = new Set<unknown>()
  for await (const item of stream) {
    names ??= await linkNames(handle, operation, limits)
    if (!name(item, links, names)) {
      const unknown = links(item).map(([holder, key]) => (holder as Record<string, unknown>)[key])
      const fresh = unknown.filter((index) => !missed.has(index) && names?.has(index) === false)
      if (fresh.length > 0) {
        names = await linkNames(handle, operation, limits)
        name(item, links, names)
        for (const index of fresh) missed.add(index)
      }
    }
    yield item
  }
}
