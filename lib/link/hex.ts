import { Buffer } from '../builtin.ts'
import { InputError } from '../errors.ts'
import type { Type } from '../wire/type.ts'

/** Bytes as hexadecimal digits, as `ip` prints hardware ids (`IFLA_PHYS_PORT_ID`). The kernel only reports them. */
export const hex: Type<string> = {
  size: 0,
  read: (bytes, at, length) => Buffer.from(bytes.u8.buffer, bytes.u8.byteOffset + at, length).toString('hex'),
  write() {
    throw new InputError('is only reported by the kernel and cannot be set')
  },
}
