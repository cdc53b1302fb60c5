import { InputError } from '../../errors.ts'
import type { Type } from '../../wire/type.ts'

/** An address of one family; the error for another family names its option. */
export function oneFamily(type: Type<string>, option: string): Type<string> {
  return {
    ...type,
    write(writer, value) {
      try {
        type.write(writer, value)
      } catch (thrown) {
        if (!(thrown instanceof InputError) || typeof value !== 'string') throw thrown
        throw new InputError(`${thrown.message}; an address of the other family goes into ${option}`, thrown.kind)
      }
    },
  }
}
