import { describeValue, InputError } from '../../errors.ts'
import { checkText } from '../../wire/text.ts'
import { advice } from '../../wire/unknown.ts'
import { fail, type Placed, placed } from './path.ts'

/** An object of the JSON whose values nobody has looked at yet. */
export type Json = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function object(at: Placed, value: unknown): Json {
  return isObject(value) ? value : fail(at, `must be an object, not ${describeValue(value)}`)
}

export function array(at: Placed, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail(at, `must be an array, not ${describeValue(value)}`)
}

/** The only property of an object, and pushes its key on the path. */
export function sole(at: Placed, value: unknown, what: string): [string, unknown] {
  const held = object(at, value)
  let found: string | undefined
  for (const key in held) {
    if (found !== undefined) return fail(at, `must have exactly one property, the kind of ${what}`)
    found = key
  }
  if (found === undefined) return fail(at, `must have exactly one property, the kind of ${what}`)
  at.path.push(found)
  return [found, held[found]]
}

/** Refuses properties that nobody would read. */
export function only(at: Placed, value: Json, keys: ReadonlySet<string>): void {
  for (const key in value) {
    if (keys.has(key) || value[key] === undefined) continue
    unknown(at, 'property', key, keys)
  }
}

/** Refuses a name, with the most similar one that is known, or all of a few. */
export function unknown(at: Placed, noun: string, name: string, known: Iterable<string>, of = ''): never {
  const hint = advice(
    name,
    [...known].map((key) => ({ key })),
  )
  return fail(at, `unknown ${noun} ${describeValue(name)}${of === '' ? '' : ` of ${of}`}${hint}`)
}

export function text(at: Placed, value: Json, key: string): string {
  return textOf(at, value[key], key)
}

/** What was found under `key`, which is to be text. Every rule has some of those. */
export function textOf(at: Placed, found: unknown, key: string): string {
  if (typeof found === 'string') return keepable(at, found, key)
  return wrong(at, key, found === undefined ? 'is missing' : `must be a string, not ${describeValue(found)}`)
}

export function optionalText(at: Placed, value: Json, key: string): string | undefined {
  const found = value[key]
  if (found === undefined) return found
  return typeof found === 'string'
    ? keepable(at, found, key)
    : wrong(at, key, `must be a string, not ${describeValue(found)}`)
}

/** The text, where the kernel keeps all of it as it is. */
function keepable(at: Placed, found: string, key: string): string {
  if (found.isWellFormed() && !found.includes('\0')) return found
  at.path.push(key)
  checkKept(at, found)
  at.path.pop()
  return found
}

/** Refuses text that would be cut short or become another one; the path stands at it. */
export function checkKept(at: Placed, found: string): void {
  try {
    checkText(found)
  } catch (thrown) {
    throw thrown instanceof InputError ? placed(at, thrown) : thrown
  }
}

export function integer(at: Placed, value: Json, key: string, max = Number.MAX_SAFE_INTEGER, min = 0): number {
  return optionalInteger(at, value, key, max, min) ?? missing(at, key)
}

export function optionalInteger(
  at: Placed,
  value: Json,
  key: string,
  max = Number.MAX_SAFE_INTEGER,
  min = 0,
): number | undefined {
  const found = value[key]
  if (found === undefined) return undefined
  if (typeof found !== 'number') return wrong(at, key, `must be a number, not ${describeValue(found)}`)
  if (!Number.isInteger(found)) return wrong(at, key, `must be a whole number, not ${found}`)
  if (found < min || found > max) return wrong(at, key, `must be from ${min} to ${max}, not ${found}`, 'range')
  return found
}

const U64 = 2n ** 64n - 1n

/** A number of 64 bits: a number, or a bigint or a decimal string where no number of JSON is exact. */
export function wide(at: Placed, value: Json, key: string): bigint {
  return optionalWide(at, value, key) ?? missing(at, key)
}

export function optionalWide(at: Placed, value: Json, key: string): bigint | undefined {
  const found = value[key]
  if (found === undefined) return undefined
  if (typeof found === 'number') return BigInt(optionalInteger(at, value, key) as number)
  const number = typeof found === 'string' && /^[0-9]{1,20}$/.test(found) ? BigInt(found) : found
  if (typeof number !== 'bigint') {
    return wrong(at, key, `must be a number, a bigint or a string of decimal digits, not ${describeValue(found)}`)
  }
  if (number < 0n || number > U64) return wrong(at, key, `must be from 0 to ${U64}, not ${number}`, 'range')
  return number
}

/** An amount in units: at most what 64 bits hold. */
export function scaled(at: Placed, amount: bigint, unit: number, key: string): bigint {
  const whole = amount * BigInt(unit)
  return whole <= U64 ? whole : wrong(at, key, `must be at most ${U64} with its unit`, 'range')
}

export function optionalBoolean(at: Placed, value: Json, key: string): boolean | undefined {
  const found = value[key]
  if (found === undefined || typeof found === 'boolean') return found
  return wrong(at, key, `must be true or false, not ${describeValue(found)}`)
}

/** The number that a word stands for. */
export function word(at: Placed, value: Json, key: string, words: Readonly<Record<string, number>>): number {
  return optionalWord(at, value, key, words) ?? missing(at, key)
}

export function optionalWord(
  at: Placed,
  value: Json,
  key: string,
  words: Readonly<Record<string, number>>,
): number | undefined {
  const found = value[key]
  if (found === undefined) return undefined
  if (typeof found === 'string' && Object.hasOwn(words, found)) return words[found]
  return wrong(at, key, `must be one of ${Object.keys(words).join(', ')}, not ${describeValue(found)}`)
}

/** The bits of a word or of a list of words; 0 where there is none. */
export function flags(at: Placed, value: Json, key: string, words: Readonly<Record<string, number>>): number {
  const found = value[key]
  if (found === undefined || found === null) return 0
  let bits = 0
  at.path.push(key)
  for (const flag of Array.isArray(found) ? found : [found]) {
    if (typeof flag !== 'string' || !Object.hasOwn(words, flag)) {
      return fail(at, `must be one of ${Object.keys(words).join(', ')}, not ${describeValue(flag)}`)
    }
    bits |= words[flag] as number
  }
  at.path.pop()
  return bits
}

/** What stands under `key`, having pushed the key on the path; the caller pops it. */
export function enter(at: Placed, value: Json, key: string): unknown {
  return entered(at, value[key], key)
}

/** As {@link enter}, of what was found there. */
export function entered(at: Placed, found: unknown, key: string): unknown {
  if (found === undefined) return missing(at, key)
  at.path.push(key)
  return found
}

function missing(at: Placed, key: string): never {
  return wrong(at, key, 'is missing')
}

function wrong(at: Placed, key: string, reason: string, kind: 'type' | 'range' = 'type'): never {
  at.path.push(key)
  return fail(at, reason, kind)
}
