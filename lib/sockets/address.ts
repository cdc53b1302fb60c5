import { describeValue, InputError } from '../errors.ts'
import { anyIp, setFamily } from '../wire/address.ts'
import { AF_INET, AF_INET6 } from '../wire/af.ts'
import { ip4Text, ip6Text } from '../wire/ip-text.ts'
import type { Type } from '../wire/type.ts'

/** Bytes of an address in a header, of either family. */
const SIZE = 16

/** An address of the family in the first byte of the message, in 16 bytes of which IPv4 uses the first four: `idiag_src`. */
export const address: Type<string> = {
  size: SIZE,
  alignment: 4,
  read: ({ u8, header }, at) => textOf(u8, at, u8[header] as number),
  write(writer, value) {
    if (typeof value !== 'string') throw new InputError(`must be an IP address, not ${describeValue(value)}`)
    const start = writer.at
    anyIp.write(writer, value)
    setFamily(writer, writer.at - start === 4 ? AF_INET : AF_INET6)
    writer.zeros(start + SIZE - writer.at)
  },
}

/** The address at a byte; one of another family is empty. */
export function textOf(u8: Uint8Array, at: number, family: number): string {
  if (family === AF_INET) return ip4Text(u8, at)
  return family === AF_INET6 ? ip6Text(u8, at) : ''
}
