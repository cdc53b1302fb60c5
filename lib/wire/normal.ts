import { Bytes } from './bytes.ts'
import type { AnyType } from './type.ts'
import { Writer } from './writer.ts'

/** Few values of a filter are longer. */
const CAPACITY = 64

/**
 * A value as reading gives it, by writing it and reading it back: numbers become their words, and what cannot be written is an InputError.
 * The name of a link is left as it is, since only the kernel knows its index; so is null where it says none, and what is not sent.
 */
export function normal(type: AnyType, value: unknown): unknown {
  if (type.omits?.(value as never) === true) return value
  const writer = new Writer(CAPACITY)
  type.write(writer, value as never)
  if (value === null || writer.fixups.length > 0) return value
  return type.read(new Bytes(writer.u8.buffer), 0, writer.at)
}
