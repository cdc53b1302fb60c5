import { describeValue, InputError } from '../errors.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { checkLimits } from '../transport/limit.ts'
import { anything, checkAll, wholeNumber } from '../verb/checks.ts'
import { kinds } from './kinds.ts'
import { boolean, MOST_BUFFER, refused, texts } from './options.ts'
import type { CheckedRaw } from './raw.ts'

const GROUPS: Readonly<Record<string, number>> = rtnetlink.groups

function only(wanted: true): (value: unknown) => true {
  return (value) => {
    if (value !== wanted) throw new InputError(`must be true with raw, not ${describeValue(value)}`)
    return value
  }
}

function groupNames(value: unknown): readonly string[] {
  const names = texts(value)
  const unknown = names.find((name) => !Object.hasOwn(GROUPS, name))
  if (unknown !== undefined)
    throw new InputError(`must be names of ${Object.keys(GROUPS).join(', ')}, not ${describeValue(unknown)}`)
  return names
}

const CHECKS = {
  ...Object.fromEntries(kinds.map(({ identity }) => [identity.plural, only(true)])),
  raw: only(true),
  groups: groupNames,
  buffer: wholeNumber(2304, MOST_BUFFER),
  ref: boolean,
  ...Object.fromEntries(['fields', 'settle', 'initial'].map((key) => [key, refused('with raw')])),
  signal: anything<AbortSignal>,
}

/** Checks the options of a raw watch. */
export function checkRaw(operation: string, options: object): CheckedRaw {
  const found = checkAll<Record<string, unknown>>(operation, options, CHECKS as never)
  const { groups = [], buffer, ref = true, signal } = found as RawFound
  checkLimits(operation, { signal })
  const names = [
    ...kinds.flatMap(({ identity }) => (found[identity.plural] === true ? identity.groups : [])),
    ...groups,
  ]
  if (names.length === 0) {
    const plurals = kinds.map(({ identity }) => identity.plural)
    throw new TypeError(`${operation}: expected at least one of ${plurals.join(', ')}, groups`)
  }
  return { reception: { groups: names.map((name) => GROUPS[name] as number), room: buffer }, ref, signal }
}

interface RawFound {
  readonly groups?: readonly string[]
  readonly buffer?: number
  readonly ref?: boolean
  readonly signal?: AbortSignal
}
