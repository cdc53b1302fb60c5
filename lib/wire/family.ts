import { describeValue, InputError } from '../errors.ts'
import { familyName, setFamily } from './address.ts'
import { AF_BRIDGE, AF_INET, AF_INET6, AF_MPLS, AF_PACKET, AF_UNSPEC } from './af.ts'
import { u8 } from './integers.ts'
import { names } from './names.ts'
import type { Type } from './type.ts'
import type { Writer } from './writer.ts'

/** Address families of rtnetlink. */
const words = names(
  u8,
  {
    unspec: AF_UNSPEC,
    inet: AF_INET,
    bridge: AF_BRIDGE,
    inet6: AF_INET6,
    packet: AF_PACKET,
    mpls: AF_MPLS,
  },
  'AF',
)

/** Address family (AF_*): 'inet', 'inet6', 'bridge', 'mpls' and so on; a number if it has no name here. As in `node:net`, 4 is 'inet' and 6 'inet6'. */
export type Family = 'unspec' | 'inet' | 'inet6' | 'bridge' | 'packet' | 'mpls' | number

/** Alternative names and numbers. */
const MEANT: Readonly<Record<string, Family>> = { ip: 'inet', ip4: 'inet', ipv4: 'inet', ip6: 'inet6', ipv6: 'inet6' }

function writeWord(writer: Writer, value: Family): void {
  try {
    words.write(writer, value as never)
  } catch (thrown) {
    const meant = typeof value === 'string' ? MEANT[value.toLowerCase()] : undefined
    throw thrown instanceof InputError && meant !== undefined
      ? new InputError(`${thrown.message}; did you mean '${meant}'?`)
      : thrown
  }
}

/** The family of a message, in the first byte of its header. It must match the addresses in the message. */
export const family: Type<Family> = {
  ...words,
  write(writer, value) {
    writeWord(writer, value === 4 ? 'inet' : value === 6 ? 'inet6' : value)
    const number = writer.u8[writer.at - 1] as number
    if (number === 0) return
    if (writer.family !== 0 && writer.family !== number) {
      throw new InputError(`must be that of the addresses (${familyName(writer.family)}), not ${describeValue(value)}`)
    }
    setFamily(writer, number)
  },
}
