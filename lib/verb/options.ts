import { builtIn, callerError, describeValue, InputError } from '../errors.ts'
import { checkObject } from '../wire/struct.ts'
import { type Named, unknownOption } from '../wire/unknown.ts'

/** The fields and attributes of a message, by their names. */
interface Table {
  readonly header: { readonly byKey: ReadonlyMap<string, Named> }
  readonly rows: readonly Named[]
}

/** Throws where the options of a verb are none: they are an object whose keys are their names. */
export function checkOptions(operation: string, options: unknown): asserts options is object {
  try {
    if (isNetns(options) || !mayHaveOptions(options))
      throw new InputError(`expected an options object, got ${isNetns(options) ? 'a Netns' : describeValue(options)}`)
    checkObject(options)
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

/** Whether this is an object that is neither an array nor one of the runtime's own, such as a Promise that is not awaited. */
export function mayHaveOptions(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && builtIn(value) === undefined
}

/** Throws unless this option is an object with options of its own: copied, it would lose what it inherits. */
export function checkOption(operation: string, key: string, value: unknown): asserts value is object {
  try {
    checkObject(value)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under(key) : thrown)
  }
}

/** Throws where the options of a new handle are none: it would act in the namespace of this process, whatever was meant. */
export function checkHandleOptions(operation: string, options: unknown): asserts options is object {
  try {
    checkOptions(operation, options)
  } catch (thrown) {
    const instead = bareNetns(options)
    if (instead === undefined || !(thrown instanceof Error)) throw thrown
    throw new TypeError(`${thrown.message}; pass ${instead}`)
  }
  const known = ['netns', 'signal', 'timeout']
  const stranger = Object.keys(options).find((key) => !known.includes(key))
  if (stranger !== undefined) throw callerError(operation, unknownOption(stranger, known))
}

/** How a namespace that is given bare is passed. */
function bareNetns(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return `{ netns: ${describeValue(value)} }`
  return isNetns(value) ? '{ netns }' : undefined
}

/** Whether it is a `Netns`: of all that is given for options, only that has its descriptor and its inode by inheritance. */
function isNetns(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, 'fd')) return false
  return 'fd' in value && Object.hasOwn(value, 'inode')
}

/**
 * The error for an option that is missing; where one is given that is not there, it is the one for that, which may well be the missing
 * one by another name. `others` are options that the table does not have.
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
