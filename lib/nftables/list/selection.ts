import { describeValue } from '../../errors.ts'
import { refuseBareSignal } from '../../transport/limit.ts'
import type { Family, NftKind } from '../json.ts'
import { families } from '../protocol/table.ts'
import { objectTypes } from '../selector/statement.ts'

/** What of the ruleset is listed: everything, or that of one family, one table, one kind. */
export interface Selection {
  /** Family of the tables; every one unless given. */
  family?: Family | undefined
  /** Name of the table; without a family, every table of that name. */
  table?: string | undefined
  /** The word under which the objects stand, `'rule'`. */
  kind?: NftKind | undefined
}

/** What is listed, and in what form. */
export interface ListOptions extends Selection {
  /** Counters and quotas without what they counted, as `nft -s` lists them. */
  stateless?: boolean | undefined
  /** Protocols by number instead of by name, as `nft -p` lists them. */
  numericProtocols?: boolean | undefined
}

const kinds: ReadonlySet<string> = new Set([
  'table',
  'chain',
  'rule',
  'set',
  'map',
  'flowtable',
  ...Object.keys(objectTypes),
])

/** What is wrong with a value; undefined where nothing is. */
const checks: Readonly<Record<keyof ListOptions, (value: unknown) => string | undefined>> = {
  family: (value) => oneOf(value, Object.keys(families)),
  table: (value) =>
    typeof value === 'string' && value !== '' && !value.includes('\0') && value.isWellFormed()
      ? undefined
      : 'must be a name',
  kind: (value) => oneOf(value, [...kinds]),
  stateless: boolean,
  numericProtocols: boolean,
}

function oneOf(value: unknown, words: readonly string[]): string | undefined {
  return words.includes(value as string) ? undefined : `must be one of ${words.join(', ')}`
}

function boolean(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'must be true or false'
}

/** Throws where an option is none, or has a value that it cannot have. */
export function checkListOptions(options: ListOptions): void {
  refuseBareSignal('list', options, `an object with ${Object.keys(checks).join(', ')}`)
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, key))
      throw new TypeError(`list: unknown option ${describeValue(key)}; known are ${Object.keys(checks).join(', ')}`)
    const wrong = value === undefined ? undefined : checks[key as keyof ListOptions](value)
    if (wrong) throw new TypeError(`list: ${key} ${wrong}, not ${describeValue(value)}`)
  }
}
