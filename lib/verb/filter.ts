import { isDeepStrictEqual } from '../builtin.ts'
import { callerError, describeValue, InputError } from '../errors.ts'
import { checkLimits, type Limits, merged } from '../transport/limit.ts'
import { normal } from '../wire/normal.ts'
import { linkRef, oneLink } from '../wire/reference.ts'
import { checkObject, type Field } from '../wire/struct.ts'
import type { AnyType, Type } from '../wire/type.ts'
import { type Named, unknownOption } from '../wire/unknown.ts'
import { checkOptions, mayHaveOptions } from './options.ts'

/** A filter with normalised values, and the caller's limits. */
export interface Filtered<F> {
  readonly given: { -readonly [K in Exclude<keyof F, keyof Limits>]?: F[K] }
  readonly limits: Limits
}

/** Options of every list and of everything that is read. */
const LIMITS = ['signal', 'timeout'] as const
/** Likewise where links can be named. */
export const NAMING = ['names', ...LIMITS] as const

interface Table {
  readonly header: { readonly byKey: ReadonlyMap<string, Field> }
  readonly rows: readonly Named[]
}

/**
 * Filters that are fields of a message, with the types of their values. A link must be a single one: index 0 would mean all.
 */
export function fieldsOf({ header, rows }: Table, ...keys: readonly string[]): Named[] {
  return keys.map((key) => {
    const named = rows.find((row) => row.key === key) ?? header.byKey.get(key) ?? { key }
    // The type of a row may be a copy with iproute2's words.
    return named.type?.write === linkRef.write ? { ...named, type: { ...named.type, write: oneLink.write } } : named
  })
}

/** A filter that also accepts 'all', which selects everything. */
export function orAll<Out, In>(type: Type<Out, In>): Type<Out, In | 'all'> {
  return {
    ...type,
    write: (writer, value) => type.write(writer, value as In),
    omits: (value) => value === 'all' || type.omits?.(value) === true,
  }
}

/**
 * Reads the two arguments of a list or stream: the filter, and (in either) signal and timeout. Values are normalised to those of listed
 * objects, so that `table: 254` and `table: 'main'` are the same. An unknown or invalid filter is an InputError. The noun is 'option'
 * if the argument does not select objects.
 */
export function readFilter<F extends Limits>(
  operation: string,
  filter: F,
  limits: Limits | undefined,
  known: readonly Named[],
  noun = 'filter',
  others: readonly string[] = LIMITS,
): Filtered<F> {
  try {
    checkFilter(filter, known, noun)
    const given: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(filter)) {
      if (value === undefined || key === 'signal' || key === 'timeout') continue
      const named = known.find((one) => one.key === key && one.instead === undefined)
      if (named === undefined) throw unknownOption(key, [...known, ...others], noun)
      given[key] = named.type === undefined ? value : readValue(named.type, key, value)
    }
    return { given: given as Filtered<F>['given'], limits: readLimits(operation, filter, limits, others) }
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

function checkFilter(filter: unknown, known: readonly Named[], noun: string): void {
  if (mayHaveOptions(filter)) {
    checkObject(filter)
    return
  }
  const keys = known.filter(({ instead }) => instead === undefined).map(({ key }) => key)
  throw new InputError(`expected an object with ${noun}s (${keys.join(', ')}), got ${describeValue(filter)}`)
}

function readValue(type: AnyType, key: string, value: unknown): unknown {
  try {
    return normal(type, value)
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under(key) : thrown
  }
}

/** The second argument of verbs without a filter, merged with limits among the other options. */
export function readLimits(
  operation: string,
  inner: Limits,
  limits: Limits | undefined,
  known: readonly string[] = LIMITS,
): Limits {
  if (limits !== undefined) checkArgument(operation, limits, known)
  checkLimits(operation, inner)
  return limits === undefined ? { signal: inner.signal, timeout: inner.timeout } : merged(inner, limits)
}

function checkArgument(operation: string, limits: Limits, known: readonly string[]): void {
  if (!mayHaveOptions(limits))
    throw callerError(
      operation,
      new InputError(`expected an object with signal or timeout, got ${describeValue(limits)}`),
    )
  checkOptions(operation, limits)
  for (const key of Object.keys(limits)) {
    if (key !== 'signal' && key !== 'timeout') throw callerError(operation, unknownOption(key, known))
  }
  checkLimits(operation, limits)
}

/** Whether an object has the given values. */
export function agrees(found: object, given: object, keys: readonly string[]): boolean {
  const has = found as Readonly<Record<string, unknown>>
  const wants = given as Readonly<Record<string, unknown>>
  return keys.every((key) => wants[key] === undefined || isEqual(has[key], wants[key]))
}

function isEqual(one: unknown, other: unknown): boolean {
  return one === other || (typeof other === 'object' && isDeepStrictEqual(one, other))
}
