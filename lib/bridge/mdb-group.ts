import { describeValue, InputError } from '../errors.ts'
import { anyIp, mac } from '../wire/address.ts'
import type { Type } from '../wire/type.ts'

/** ETH_P_IP and ETH_P_IPV6 of include/uapi/linux/if_ether.h. */
const ETH_P_IP = 0x0800
const ETH_P_IPV6 = 0x86dd
/** struct br_mdb_entry: a union of addresses, and the protocol that says which; padded to four bytes. */
const PROTO = 16
const SIZE = 20
const IP4 = 4
const ETHERNET = 6

/** A multicast group: an IPv4, IPv6 or MAC address. */
export const group: Type<string> = {
  size: SIZE,
  read(bytes, at) {
    const proto = ((bytes.u8[at + PROTO] as number) << 8) | (bytes.u8[at + PROTO + 1] as number)
    if (proto === ETH_P_IP) return anyIp.read(bytes, at, IP4)
    return proto === ETH_P_IPV6 ? anyIp.read(bytes, at, PROTO) : mac.read(bytes, at, ETHERNET)
  },
  write(writer, value) {
    const start = writer.at
    const proto = isMac(value)
      ? 0
      : protoOf(
          () => anyIp.write(writer, value),
          value,
          () => writer.at - start,
        )
    if (proto === 0) mac.write(writer, value)
    writer.zeros(start + SIZE - writer.at)
    writer.u8[start + PROTO] = proto >> 8
    writer.u8[start + PROTO + 1] = proto
  },
}

function isMac(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value)
}

/** Writes an IP address; its length says which it is. */
function protoOf(write: () => void, value: unknown, written: () => number): number {
  try {
    write()
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown
    throw new InputError(`must be an IP address or a MAC address, not ${describeValue(value)}`)
  }
  return written() === IP4 ? ETH_P_IP : ETH_P_IPV6
}
