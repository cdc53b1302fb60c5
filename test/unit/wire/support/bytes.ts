import { InputError } from '../../../../lib/errors.ts'
import { Bytes } from '../../../../lib/wire/bytes.ts'
import type { AnyType, Input, Type, Value } from '../../../../lib/wire/type.ts'
import { Writer } from '../../../../lib/wire/writer.ts'

/** Bytes from hexadecimal digits; spaces and everything behind a `#` are for the reader. */
export function fromHex(text: string): Bytes {
  const digits = text.replace(/#.*$/gm, '').replace(/\s/g, '')
  const u8 = Uint8Array.from(Buffer.from(digits, 'hex'))
  return new Bytes(u8.buffer)
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** A writer in whose namespaces there is nothing to open. */
export function writer(): Writer {
  return new Writer(64)
}

/** What a type makes of a value. */
export function written<T extends AnyType>(type: T, value: Input<T>): string {
  const into = writer()
  type.write(into, value as never)
  return toHex(into.u8.subarray(0, into.at))
}

/** What a type finds in bytes. */
export function read<T extends AnyType>(type: T, text: string): Value<T> {
  const bytes = fromHex(text)
  return type.read(bytes, 0, bytes.u8.length) as Value<T>
}

/** The slip that a value makes; a test fails where it makes none. */
export function inputErrorOf<Out, In>(
  type: Type<Out, In>,
  value: unknown,
): { path: string; kind: string; message: string } {
  try {
    type.write(writer(), value as In)
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown
    return { path: thrown.path, kind: thrown.kind, message: thrown.message }
  }
  throw new Error('the value was written')
}
