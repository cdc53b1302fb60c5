import { InputError } from '../errors.ts'

/** Writes a value that only the kernel reports. */
export function unwritable(): never {
  throw new InputError('is only reported by the kernel')
}
