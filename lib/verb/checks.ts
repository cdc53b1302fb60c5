import { callerError, describeValue, InputError } from '../errors.ts'
import { checkObject } from '../wire/struct.ts'
import { unknownOption } from '../wire/unknown.ts'
import { checkOptions } from './options.ts'

/** What each option must be: the function returns the value as it is kept, or throws an InputError. */
export type Checks<T> = { readonly [K in keyof T]: (value: unknown) => T[K] }

/** Options as given: one that is absent is not there. */
export type Found<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The options that are given, each of them checked. `at` is the path of an object within the options, `ports[0]`, and the error for another value shows the example. */
export function checkAll<T extends object>(
  operation: string,
  options: unknown,
  checks: Checks<T>,
  at?: string,
  example?: string,
): Found<T> {
  checkShape(operation, options, at, example)
  const found: { [K in keyof T]?: T[K] } = {}
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue
    const path = at === undefined ? key : `${at}.${key}`
    const check = Object.hasOwn(checks, key) ? checks[key as keyof T] : undefined
    if (check === undefined) throw callerError(operation, unknownOption(key, Object.keys(checks)), () => path)
    found[key as keyof T] = named(operation, path, () => check(value))
  }
  return found as Found<T>
}

function checkShape(
  operation: string,
  options: unknown,
  at: string | undefined,
  example: string | undefined,
): asserts options is object {
  if (at === undefined) return checkOptions(operation, options)
  named(operation, at, () => checkObject(options, example))
}

/** Runs one check; the error names the option. */
export function named<T>(operation: string, path: string, check: () => T): T {
  try {
    return check()
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under(path) : thrown)
  }
}

/** A whole number of a range. */
export function wholeNumber(least: number, most: number): (value: unknown) => number {
  return (value) => {
    if (typeof value !== 'number') throw new InputError(`must be a number, not ${describeValue(value)}`)
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InputError(`must be a whole number from ${least} to ${most}, not ${value}`, 'range')
    return value
  }
}

/** One of some words. */
export function oneOf<T extends string>(...words: readonly T[]): (value: unknown) => T {
  return (value) => {
    if (!words.includes(value as T))
      throw new InputError(`must be one of ${words.join(', ')}, not ${describeValue(value)}`)
    return value as T
  }
}

/** A text, which may be empty. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new InputError(`must be a string, not ${describeValue(value)}`)
}

/** A value that is checked elsewhere. */
export function anything<T>(value: unknown): T {
  return value as T
}

/** The limits among other options. */
export const LIMITS = { signal: anything<AbortSignal>, timeout: anything<number> }
