import { linkIndex } from '../protocol/link.ts'
import type { Handle, Sender } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import { Messages } from '../transport/messages.ts'
import type { RequestType } from '../transport/request-type.ts'
import type { Named } from '../wire/unknown.ts'
import { agrees, type Filtered, NAMING, readFilter } from './filter.ts'
import { checkSelective, deleteEach } from './flush.ts'
import type { Identity } from './identity.ts'
import { allNamed, eachNamed, type Links, takeNames } from './naming.ts'
import { instead, orNone } from './none.ts'
import type { Undo } from './undo.ts'
import { stream, verb } from './verb.ts'

/** The filters of one call, with normalised values. */
export type Given<Filter extends Limits> = Filtered<Filter>['given']
type Keep<Item> = (item: Item) => boolean

/** Creates the request of a list from the name of the verb. */
type ListRequest = <Item>(
  operation: string,
  way: 'list',
  extras: Pick<RequestType<Item>, 'answer' | 'each' | 'publish' | 'repeats'>,
) => RequestType<Item>

/** How one kind of object is listed. */
export interface Listed<Filter extends Limits, Report, Item> {
  request(given: Given<Filter>): ListRequest
  /** Converts an object of the kernel for the caller. */
  readonly answer?: (report: Report) => Item
  /** The same for messages that contain any number of objects. */
  readonly each?: (report: Report, given: Given<Filter>) => readonly Item[]
  /** All filters. Those that are neither in `compared` nor converted by `fields` are fields of the request. */
  readonly filters: readonly Named[]
  /** Filters that the kernel does not apply, and that are compared here. */
  readonly compared?: readonly (keyof Filter & string)[]
  /** Converts filters to fields of the request, if they differ. */
  fields?(given: Given<Filter>): object
  /** Further conditions for objects to be listed. */
  keep?(given: Given<Filter>, operation: string): Keep<Item> | undefined
  /** Omits objects that are neither IPv4 nor IPv6, unless a family is given. */
  readonly ipOnly?: boolean
  /** Error codes that mean an empty list. */
  readonly empty?: readonly string[]
  readonly publish?: RequestType['publish']
  readonly repeats?: RequestType['repeats']
  /** Those of `compared` that hold a link: names are looked up, because objects have indices. */
  readonly lookedUp?: readonly (keyof Filter & string)[]
  /** Finds the indices of links in an object, for `names: true`. */
  readonly links?: Links<Item>
  /** How objects are identified, for watches. */
  readonly identity?: Identity<Item>
  /** Filters of watches, which only say how objects are read. */
  readonly watching?: Partial<Filter>
}

/** A kind of object that can be watched. */
export interface Watched<Item = unknown> {
  readonly identity: Identity<Item>
  /** Filters by their names. */
  readonly filters: readonly Named[]
  /** Checks a filter; the result lists and decodes. */
  ask(operation: string, filter: object): Asked<Limits, Item>
  list(handle: Handle, asked: Asked<Limits, Item>): Promise<Item[]>
  /** The same, decoded later, and without the condition `keep` of the filter. */
  messages(handle: Handle, asked: Asked<Limits, Item>): Promise<Messages<Item>>
}

/** By the verb that lists them. */
const watched = new WeakMap<object, Watched>()

/** How to watch the objects that this verb lists. */
export function watchedOf(list: object): Watched {
  const found = watched.get(list)
  if (found === undefined) throw new Error('this list has no identity')
  return found
}

/** How the objects that a filter selects are deleted. */
export interface Deletion<Filter extends Limits, Item> {
  remove(sender: Sender, item: Item): Promise<void>
  /** How a deletion is undone. */
  readonly undo: Undo
  /** Error codes for objects that no longer exist, which are not counted. */
  readonly gone: readonly string[]
  /** Selects and orders the objects to delete. */
  choose?(found: Item[]): readonly Item[]
  /** Replaces `keep` of the list. */
  keep?(given: Given<Filter>, operation: string): Keep<Item> | undefined
  /** Throws for a filter that would select more than it appears to. */
  check?(given: Given<Filter>, operation: string): void
}

/** Declares how objects are listed; the result declares the verbs, each by its name. */
export interface Listing<Filter extends Limits, Item, Within extends Limits> {
  /** `listRoutes`: all of them. */
  list(name: string): (filter?: Filter, limits?: Within) => Promise<Item[]>
  /** `streamRoutes`: one by one. */
  stream(name: string): (filter?: Filter, limits?: Within) => AsyncIterable<Item>
  /** `flushRoutes`: deletes them and resolves with how many; a filter that selects nothing is a TypeError. */
  flush(name: string, deletion: Deletion<Filter, Item>): (filter: Filter, limits?: Limits) => Promise<number>
}

export function listing<Filter extends Limits, Report, Item, Within extends Limits = Limits>(
  listed: Listed<Filter, Report, Item>,
): Listing<Filter, Item, Within> {
  return {
    list: (name) => {
      const list = verb(name, (handle: Handle, filter: Filter = {} as Filter, limits?: Within): Promise<Item[]> => {
        const asked = ask(name, listed, filter, limits)
        const items = hasNames(listed, asked)
          ? allLater(handle, listed, lookUp(handle, name, listed, filter, asked, limits))
          : all(handle, listed, asked)
        return asked.links === undefined ? items : allNamed(handle, name, asked.limits, items, asked.links)
      })
      if (listed.identity !== undefined) watched.set(list, watchable(listed, listed.identity) as Watched)
      return list
    },
    stream: (name) =>
      stream(name, (handle: Handle, filter: Filter = {} as Filter, limits?: Within): AsyncIterable<Item> => {
        const asked = ask(name, listed, filter, limits)
        const items = hasNames(listed, asked)
          ? eachLater(handle, listed, () => lookUp(handle, name, listed, filter, asked, limits))
          : each(handle, listed, asked)
        return asked.links === undefined ? items : eachNamed(handle, name, asked.limits, items, asked.links)
      }),
    flush: (name, deletion) => {
      const flush = (handle: Handle, filter: Filter, limits?: Limits): Promise<number> => {
        const { links: _, ...unnamed } = listed
        const { keep = listed.keep, check, choose, remove, gone } = deletion
        const kept = { ...unnamed, ...(keep === undefined ? {} : { keep }) }
        const asked = ask(name, kept, filter, limits)
        check?.(asked.given, name)
        checkSelective(name, asked.given, listed.filters)
        return handle.task(name, async (alone) => {
          const known = hasNames(listed, asked) ? await lookUp(alone, name, kept, filter, asked, limits) : asked
          const found = await all(alone, listed, known)
          return deleteEach(choose?.(found) ?? found, (item) => remove(alone, item), gone)
        })
      }
      return verb(name, flush, { undo: deletion.undo })
    },
  }
}

function watchable<Filter extends Limits, Report, Item>(
  listed: Listed<Filter, Report, Item>,
  identity: Identity<Item>,
): Watched<Item> {
  const { links: _, watching, ...unnamed } = listed
  return {
    identity,
    filters: listed.filters,
    ask: (operation, filter) =>
      ask(operation, unnamed, { ...watching, ...filter } as Filter, undefined) as Asked<Limits, Item>,
    list: (handle, asked) => all(handle, listed, asked as Asked<Filter, Item>),
    messages: (handle, { verb, fields, limits }) =>
      handle.messages(verb, fields, limits).catch(instead(listed.empty ?? [], new Messages(verb))),
  }
}

/** One call, with its arguments checked. */
export interface Asked<Filter extends Limits, Item> {
  readonly given: Given<Filter>
  readonly verb: RequestType<Item>
  readonly fields: object
  readonly limits: Limits
  readonly keep: Keep<Item> | undefined
  /** Finds the links to name, with `names: true`. */
  readonly links: Links<Item> | undefined
}

function ask<Filter extends Limits, Report, Item>(
  name: string,
  listed: Listed<Filter, Report, Item>,
  filter: Filter,
  within: Limits | undefined,
): Asked<Filter, Item> {
  const { answer, each, publish, repeats, links } = listed
  const asked = links === undefined ? { names: false, filter, within } : takeNames(name, filter, within)
  const { given, limits } = readFilter(name, asked.filter, asked.within, listed.filters, 'filter', links && NAMING)
  return {
    given,
    verb: listed.request(given)(name, 'list', {
      answer,
      ...(each === undefined ? {} : { each: (report: Report) => each(report, given) }),
      ...{ publish, repeats },
    }),
    fields: listed.fields?.(given) ?? without(given, listed.compared ?? []),
    limits,
    keep: every<Item>([
      compared<Filter, Item>(given, listed.compared ?? []),
      listed.ipOnly === true && !hasFamily(given) ? (isIp as Keep<Item>) : undefined,
      listed.keep?.(given, name),
    ]),
    links: asked.names ? links : undefined,
  }
}

type LookedUp<Filter> = { readonly lookedUp?: readonly (keyof Filter & string)[] }

/** Whether filters that are compared here name links. */
function hasNames<Filter extends Limits>({ lookedUp = [] }: LookedUp<Filter>, { given }: { given: object }): boolean {
  return lookedUp.some((key) => typeof (given as Record<string, unknown>)[key] === 'string')
}

/** The same call with the indices of these links. */
async function lookUp<Filter extends Limits, Report, Item>(
  handle: Handle,
  name: string,
  listed: Listed<Filter, Report, Item>,
  filter: Filter,
  asked: Asked<Filter, Item>,
  within: Limits | undefined,
): Promise<Asked<Filter, Item>> {
  const given = asked.given as Readonly<Record<string, unknown>>
  const keys = (listed.lookedUp ?? []).filter((key) => typeof given[key] === 'string')
  const found = await Promise.all(
    keys.map(async (key) => [key, await linkIndex(handle, name, key, given[key] as string, asked.limits)] as const),
  )
  return ask(name, listed, { ...filter, ...Object.fromEntries(found) }, within)
}

function without(given: object, keys: readonly string[]): object {
  if (keys.length === 0) return given
  return Object.fromEntries(Object.entries(given).filter(([key]) => !keys.includes(key)))
}

function compared<Filter extends Limits, Item>(
  given: Given<Filter>,
  keys: readonly (keyof Filter & string)[],
): Keep<Item> | undefined {
  const asked = keys.filter((key) => (given as Partial<Filter>)[key] !== undefined)
  return asked.length === 0 ? undefined : (item) => agrees(item as object, given, asked)
}

function hasFamily({ family }: { family?: unknown }): boolean {
  return family !== undefined && family !== 'unspec'
}

function isIp({ family }: { family?: unknown }): boolean {
  return family === 'inet' || family === 'inet6'
}

/** The conjunction of several conditions. */
function every<Item>(keeps: readonly (Keep<Item> | undefined)[]): Keep<Item> | undefined {
  const [first, second, ...others] = keeps.filter((keep) => keep !== undefined)
  if (second === undefined) return first
  return (item) => first?.(item) === true && second(item) && others.every((keep) => keep(item))
}

function all<Filter extends Limits, Item>(
  handle: Handle,
  { empty }: { readonly empty?: readonly string[] },
  { verb, fields, limits, keep }: Asked<Filter, Item>,
): Promise<Item[]> {
  const items = handle.list(verb, fields, limits, keep)
  return empty === undefined ? items : items.catch(instead<Item[]>(empty, []))
}

async function allLater<Filter extends Limits, Item>(
  handle: Handle,
  listed: { readonly empty?: readonly string[] },
  asked: Promise<Asked<Filter, Item>>,
): Promise<Item[]> {
  return all(handle, listed, await asked)
}

function each<Filter extends Limits, Item>(
  handle: Handle,
  { empty }: { readonly empty?: readonly string[] },
  { verb, fields, limits, keep }: Asked<Filter, Item>,
): AsyncIterableIterator<Item> {
  const found = handle.stream(verb, fields, limits, keep)
  return empty === undefined ? found : orNone(found, empty)
}

async function* eachLater<Filter extends Limits, Item>(
  handle: Handle,
  listed: { readonly empty?: readonly string[] },
  asked: () => Promise<Asked<Filter, Item>>,
): AsyncGenerator<Item, void, undefined> {
  yield* each(handle, listed, await asked())
}
