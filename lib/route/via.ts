import { describeValue, InputError } from '../errors.ts'
import { anyIp, mac } from '../wire/address.ts'
import { AF_INET, AF_INET6, AF_PACKET } from '../wire/af.ts'
import { u16 } from '../wire/integers.ts'
import type { Type } from '../wire/type.ts'

/** Size of `rtvia_family`, which precedes the address. */
const FAMILY = 2

/** struct rtvia of include/uapi/linux/rtnetlink.h: a gateway of another family than the route (RFC 5549, MPLS). */
export const via: Type<string> = {
  size: FAMILY + 4,
  read: (bytes, at, length) =>
    (bytes.u16[at >> 1] === AF_PACKET ? mac : anyIp).read(bytes, at + FAMILY, length - FAMILY),
  write(writer, value) {
    if (typeof value !== 'string') throw new InputError(`must be an IP address, not ${describeValue(value)}`)
    // AF_PACKET: the neighbour of a route of MPLS by its hardware address.
    const hardware = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value)
    u16.write(writer, hardware ? AF_PACKET : value.includes(':') ? AF_INET6 : AF_INET)
    ;(hardware ? mac : anyIp).write(writer, value)
  },
}
