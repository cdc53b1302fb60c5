import { describeValue, InputError } from '../errors.ts'
import type { AnyType } from './type.ts'

/** The same type, whose error for a value of another shape shows the right one: `such(member, '{ id: 1 }')`, `such(members, '[{ id: 1 }]')`. */
export function such<T extends AnyType>(type: T, example: string): T {
  const isList = example.startsWith('[')
  const write: T['write'] = (writer, value, siblings) => {
    const given: unknown = value
    if (typeof given !== 'object' || given === null || Array.isArray(given) !== isList) throw shape(example, given)
    type.write(writer, value, siblings)
  }
  return { ...type, write }
}

/** The error for a value that is not an object or array like the example; an object if there is none. */
export function shape(example: string | undefined, value: unknown): InputError {
  const noun = example?.startsWith('[') === true ? 'an array' : 'an object'
  const like = example === undefined ? '' : ` such as ${example}`
  return new InputError(`must be ${noun}${like}, not ${describeValue(value)}`)
}
