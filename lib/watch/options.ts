import { callerError, describeValue, InputError } from '../errors.ts'
import type { Watching } from '../transport/handle.ts'
import { checkLimits } from '../transport/limit.ts'
import { anything, checkAll, wholeNumber } from '../verb/checks.ts'
import type { Watched } from '../verb/listing.ts'
import { normal } from '../wire/normal.ts'
import { linkName } from '../wire/text.ts'
import { advice } from '../wire/unknown.ts'
import type { NetnsId } from './consumer.ts'
import { Fleet, type Follow } from './fleet.ts'
import { Followed } from './followed.ts'
import { kinds } from './kinds.ts'
import { Source } from './source.ts'
import type { WatchOptions } from './types.ts'

/** A signed 32-bit number of milliseconds, as of timers. */
const LONGEST = 0x7fff_ffff
export const MOST_BUFFER = 1 << 30

export function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
  return value
}

export function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string'))
    throw new InputError(`must be an array of strings, not ${describeValue(value)}`)
  return value as string[]
}

/** Names of fields of links. */
function fieldNames(value: unknown): readonly string[] {
  const known = kinds.find(({ identity }) => identity.fields !== undefined)?.identity.fields ?? []
  const stranger = texts(value).find((one) => !known.includes(one))
  if (stranger === undefined) return texts(value)
  const near = advice(
    stranger,
    known.map((key) => ({ key })),
  )
  throw new InputError(`must contain only fields of a link, not ${describeValue(stranger)}${near}`)
}

/** An option that makes no sense here. */
export function refused(where = ''): (value: unknown) => never {
  return () => {
    throw new InputError(`is not allowed here ${where}`.trimEnd())
  }
}

/** True, or an object with the filters of the list. */
function selection(value: unknown): object | true {
  if (value === true || (typeof value === 'object' && value !== null && !Array.isArray(value))) return value
  throw new InputError(`must be true or an object with filters, not ${describeValue(value)}`)
}

const CHECKS = {
  ...Object.fromEntries(kinds.map(({ identity }) => [identity.plural, selection])),
  fields: fieldNames,
  settle: wholeNumber(0, LONGEST),
  buffer: wholeNumber(2304, MOST_BUFFER),
  initial: boolean,
  ref: boolean,
  raw: (value: unknown) => (value === false ? false : refused()(value)),
  groups: refused('without raw'),
  netns: (value: unknown) => {
    if (value !== true && value !== 'all') throw new InputError(`must be true or 'all', not ${describeValue(value)}`)
    return value
  },
  assignIds: boolean,
  signal: anything<AbortSignal>,
}

/** Options with their defaults. */
export interface Checked {
  readonly operation: string
  readonly selections: readonly (readonly [watched: Watched<object>, filter: object])[]
  readonly fields: readonly string[] | undefined
  readonly settle: number
  readonly buffer: number | undefined
  readonly initial: boolean
  readonly ref: boolean
  readonly netns: true | 'all' | undefined
  readonly assignIds: boolean
  readonly signal: AbortSignal | undefined
}

/** Checks the options of a watch, filters included. */
export function checkWatch(operation: string, options: WatchOptions): Checked {
  const found = checkAll<Record<string, unknown>>(operation, options, CHECKS as never)
  const { signal } = found as { signal?: AbortSignal }
  checkLimits(operation, { signal })
  const selections = kinds.flatMap((watched) => {
    const filter = found[watched.identity.plural]
    return filter === undefined ? [] : [[watched, filter === true ? {} : (filter as object)] as const]
  })
  const { netns, assignIds = true } = found as Partial<Checked>
  if (selections.length === 0 && netns !== true) {
    const plurals = [...kinds.map(({ identity }) => identity.plural), 'netns: true']
    throw new TypeError(`${operation}: expected at least one of ${plurals.join(', ')}`)
  }
  for (const [watched, filter] of selections) checkFilter(operation, watched, filter)
  const { fields, settle = 0, buffer, initial = true, ref = true } = found as Partial<Checked>
  if (found.assignIds !== undefined && netns !== 'all')
    throw new TypeError(`${operation}: assignIds is not allowed here without netns: 'all'`)
  return { operation, selections, fields, settle, buffer, initial, ref, netns, assignIds, signal }
}

function checkFilter(operation: string, watched: Watched<object>, filter: object): void {
  const { plural, unwatched = [] } = watched.identity
  try {
    const refused = ['signal', 'timeout', 'names', ...unwatched].find((key) => key in filter)
    if (refused !== undefined) throw new InputError('is not allowed here').under(refused)
    const { name, ...others } = filter as { name?: unknown }
    if (plural === 'links' && name !== undefined) named(name)
    watched.ask(operation, plural === 'links' ? others : filter)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under(plural) : thrown)
  }
}

function named(name: unknown): unknown {
  try {
    return normal(linkName, name)
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under('name') : thrown
  }
}

interface Named {
  readonly name?: string
  readonly altnames?: readonly string[]
}

/** The replica of a watch, not yet started. */
export function sourceOf(handle: Watching, checked: Checked, onEnd: (reason: unknown) => void): Source | Fleet {
  const { buffer: room, netns, assignIds } = checked
  const follow: Follow = (where, source) => followedOf(checked, where, source)
  if (netns !== undefined) return new Fleet(handle, { all: netns === 'all', assignIds, room, follow, onEnd })
  let source: Source | undefined
  source = new Source(
    handle,
    follow(undefined, () => source),
    room,
    onEnd,
  )
  return source
}

function followedOf(checked: Checked, netns: NetnsId | undefined, source: () => Source | undefined): Followed[] {
  const follow = (watched: Watched<object>, filter: object, how?: ConstructorParameters<typeof Followed>[4]) => {
    const one: Followed = new Followed(
      checked.operation,
      watched,
      filter,
      (...change) => source()?.changed(one, ...change),
      { ...how, netns },
    )
    return one
  }
  const followed = checked.selections.map(([watched, { name, ...others }]: readonly [Watched<object>, Named]) =>
    follow(watched, others, name === undefined ? undefined : { extra: (item) => hasName(item, name) }),
  )
  const links = kinds[0] as Watched<object>
  if (followed.some((one) => one.namesLinks)) followed.unshift(follow(links, { stats: false }, { hidden: true }))
  return followed
}

function hasName({ name, altnames }: Named, wanted: string): boolean {
  return name === wanted || altnames?.includes(wanted) === true
}
