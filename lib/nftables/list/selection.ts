import { describeValue } from '../../errors.ts'
import { refuseBareSignal } from '../../transport/limit.ts'
import { checkOptions } from '../../verb/options.ts'
import type { Family, NftKind } from '../json.ts'
import { families } from '../protocol/table.ts'
import { objectTypes } from '../selector/statement.ts'

/** Part of the ruleset to list. */
export interface Selection {
  /** Family of the tables; all by default. */
  family?: Family | undefined
  /** Name of the table; without a family, all tables of that name. */
  table?: string | undefined
  /** Kind of the objects, such as 'rule'. */
  kind?: NftKind | undefined
}

/** What to list, and how. */
export interface ListOptions extends Selection {
  /** Omits the values of counters and quotas, as `nft -s` does. */
  stateless?: boolean | undefined
  /** Lists protocols by number instead of by name, as `nft -p` does. */
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

/** The error of a value; undefined if it is valid. */
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
  checkOptions('list', options)
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, key))
      throw new TypeError(`list: unknown option ${describeValue(key)}; known are ${Object.keys(checks).join(', ')}`)
    const wrong = value === undefined ? undefined : checks[key as keyof ListOptions](value)
    if (wrong) throw new TypeError(`list: ${key} ${wrong}, not ${describeValue(value)}`)
  }
}
