import { Bytes } from './bytes.ts'
import type { AnyType } from './type.ts'
import { Writer } from './writer.ts'

/** Initial size, enough for most values of filters. */
const CAPACITY = 64
/** In front of the value: a prefix stores its length in the header of the message. */
const HEADER = 16

/**
 * Normalises a value by encoding and decoding it: numbers become names, and an invalid value is an InputError. Link names are unchanged,
 * because only the kernel can resolve them; so are null for "none", and values that are not sent.
 */
export function normal(type: AnyType, value: unknown): unknown {
  if (type.omits?.(value as never) === true) return value
  const writer = new Writer(CAPACITY)
  writer.zeros(HEADER)
  type.write(writer, value as never)
  if (value === null || writer.fixups.length > 0) return value
  return type.read(new Bytes(writer.u8.buffer), HEADER, writer.at - HEADER)
}
