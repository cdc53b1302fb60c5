import { Buffer } from '../builtin.ts'
import { InputError } from '../errors.ts'
import type { Type } from '../wire/type.ts'

/** Bytes as hexadecimal digits, the way `ip` shows the ids of hardware (`IFLA_PHYS_PORT_ID`). Only ever reported. */
export const hex: Type<string> = {
  size: 0,
  read: (bytes, at, length) => Buffer.from(bytes.u8.buffer, bytes.u8.byteOffset + at, length).toString('hex'),
  write() {
    throw new InputError('is only reported by the kernel and cannot be set')
  },
}
