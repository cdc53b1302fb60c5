import { builtIn, callerError, describeValue, InputError } from '../errors.ts'
import { checkObject } from '../wire/struct.ts'
import { type Named, unknownOption } from '../wire/unknown.ts'

/** The fields and attributes of a message, by their names. */
interface Table {
  readonly header: { readonly byKey: ReadonlyMap<string, Named> }
  readonly rows: readonly Named[]
}

/**
 * Throws if the options of a verb are not an options object. `bare` is the option that is meant by a string or number in place of them.
 */
export function checkOptions(operation: string, options: unknown, bare?: string): asserts options is object {
  try {
    if (isNetns(options) || !mayHaveOptions(options)) {
      const got = isNetns(options) ? 'a Netns' : describeValue(options)
      throw new InputError(`expected an options object, got ${got}${insteadOf(options, bare)}`)
    }
    checkObject(options)
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

/** Options that are numbers. */
const NUMBERS = ['priority', 'id']

/** How to pass a string or number that was given instead of options. */
function insteadOf(value: unknown, bare: string | undefined): string {
  if (bare === undefined || value === '' || typeof value !== (NUMBERS.includes(bare) ? 'number' : 'string')) return ''
  return `; pass { ${bare}: ${describeValue(value)} }`
}

/** Whether a value is an object that is neither an array nor a built-in one, such as a Promise that was not awaited. */
export function mayHaveOptions(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && builtIn(value) === undefined
}

/** Throws unless this option is an object with own properties: a copy would lose inherited ones. The error shows the example. */
export function checkOption(operation: string, key: string, value: unknown, example?: string): asserts value is object {
  try {
    checkObject(value, example)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under(key) : thrown)
  }
}

/** Throws if the options of a new handle are not an options object: it would act in the namespace of this process. */
export function checkHandleOptions(operation: string, options: unknown): asserts options is object {
  try {
    checkOptions(operation, options)
  } catch (thrown) {
    const instead = bareNetns(options)
    if (instead === undefined || !(thrown instanceof Error)) throw thrown
    throw new TypeError(`${thrown.message}; pass ${instead}`)
  }
  const known = [{ key: 'netns', iproute2: ['ns', 'namespace'] }, { key: 'signal' }, { key: 'timeout' }]
  const stranger = Object.keys(options).find((given) => !known.some(({ key }) => key === given))
  if (stranger !== undefined) throw callerError(operation, unknownOption(stranger, known))
}

/** How to pass a namespace that was given instead of options. */
function bareNetns(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return `{ netns: ${describeValue(value)} }`
  return isNetns(value) ? '{ netns }' : undefined
}

/** Whether a value is a `Netns`: only that inherits `fd` and `inode`. */
function isNetns(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, 'fd')) return false
  return 'fd' in value && Object.hasOwn(value, 'inode')
}

/**
 * The error for a missing option; if an unknown option is given, the error for that, because it may be a misspelt name of the missing
 * one. `others` are options that are not in the table.
 */
export function missingOption(
  operation: string,
  options: object,
  { header, rows }: Table,
  reason: string,
  others: readonly string[] = [],
): unknown {
  const known = [...header.byKey.values(), ...rows, ...others.map((key) => ({ key }))]
  const stranger = Object.entries(options).find(
    ([key, value]) => value !== undefined && !known.some((one) => one.key === key),
  )
  if (stranger !== undefined) return callerError(operation, unknownOption(stranger[0], known))
  return new TypeError(`${operation}: ${reason}`)
}
