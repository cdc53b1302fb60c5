import { isDeepStrictEqual } from '../builtin.ts'
import { callerError, describeValue, InputError } from '../errors.ts'
import { checkLimits, type Limits, merged } from '../transport/limit.ts'
import { normal } from '../wire/normal.ts'
import { linkRef, oneLink } from '../wire/reference.ts'
import { checkObject, type Field } from '../wire/struct.ts'
import type { AnyType, Type } from '../wire/type.ts'
import { type Named, unknownOption } from '../wire/unknown.ts'
import { checkOptions, mayHaveOptions } from './options.ts'

/** A filter with its values as the kernel's answers have them, and how long the caller waits. */
export interface Filtered<F> {
  readonly given: { -readonly [K in Exclude<keyof F, keyof Limits>]?: F[K] }
  readonly limits: Limits
}

interface Table {
  readonly header: { readonly byKey: ReadonlyMap<string, Field> }
  readonly rows: readonly Named[]
}

/**
 * Filters that are fields of a message, with the types by which their values are read. A link is one link: index 0 would be all of them.
 */
export function fieldsOf({ header, rows }: Table, ...keys: readonly string[]): Named[] {
  return keys.map((key) => {
    const named = rows.find((row) => row.key === key) ?? header.byKey.get(key) ?? { key }
    // A row may have given the type words of iproute2, by a copy.
    return named.type?.write === linkRef.write ? { ...named, type: { ...named.type, write: oneLink.write } } : named
  })
}

/** A filter that may be 'all' as well, which leaves nothing out. */
export function orAll<Out, In>(type: Type<Out, In>): Type<Out, In | 'all'> {
  return {
    ...type,
    write: (writer, value) => type.write(writer, value as In),
    omits: (value) => value === 'all' || type.omits?.(value) === true,
  }
}

/**
 * Reads the two arguments of a list or stream: which objects, and (there or in the second one) signal and timeout. Values are brought
 * into the form in which they are listed, so that `table: 254` and `table: 'main'` are the same. A filter that is not known,
 * or cannot be, is an InputError. The noun is 'option' where they select nothing.
 */
export function readFilter<F extends Limits>(
  operation: string,
  filter: F,
  limits: Limits | undefined,
  known: readonly Named[],
  noun = 'filter',
): Filtered<F> {
  try {
    checkFilter(filter, known, noun)
    const given: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(filter)) {
      if (value === undefined || key === 'signal' || key === 'timeout') continue
      const named = known.find((one) => one.key === key)
      if (named === undefined) throw unknownOption(key, known, noun)
      given[key] = named.type === undefined ? value : readValue(named.type, key, value)
    }
    return { given: given as Filtered<F>['given'], limits: readLimits(operation, filter, limits) }
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

function checkFilter(filter: unknown, known: readonly Named[], noun: string): void {
  if (mayHaveOptions(filter)) {
    checkObject(filter)
    return
  }
  const keys = known.map(({ key }) => key).join(', ')
  throw new InputError(`expected an object with ${noun}s (${keys}), got ${describeValue(filter)}`)
}

function readValue(type: AnyType, key: string, value: unknown): unknown {
  try {
    return normal(type, value)
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under(key) : thrown
  }
}

/** The second argument alone, of verbs that have no filter; together with limits that stand among other options. */
export function readLimits(operation: string, inner: Limits, limits: Limits | undefined): Limits {
  if (limits !== undefined) checkArgument(operation, limits)
  checkLimits(operation, inner)
  return limits === undefined ? { signal: inner.signal, timeout: inner.timeout } : merged(inner, limits)
}

function checkArgument(operation: string, limits: Limits): void {
  if (!mayHaveOptions(limits))
    throw callerError(
      operation,
      new InputError(`expected an object with signal or timeout, got ${describeValue(limits)}`),
    )
  checkOptions(operation, limits)
  for (const key of Object.keys(limits)) {
    if (key !== 'signal' && key !== 'timeout') throw callerError(operation, unknownOption(key, ['signal', 'timeout']))
  }
  checkLimits(operation, limits)
}

/** Whether an object has the values that were asked for. */
export function agrees(found: object, given: object, keys: readonly string[]): boolean {
  const has = found as Readonly<Record<string, unknown>>
  const wants = given as Readonly<Record<string, unknown>>
  return keys.every((key) => wants[key] === undefined || isEqual(has[key], wants[key]))
}

function isEqual(one: unknown, other: unknown): boolean {
  return one === other || (typeof other === 'object' && isDeepStrictEqual(one, other))
}
