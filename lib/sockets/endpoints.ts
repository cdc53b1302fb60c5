import { AF_INET } from '../wire/af.ts'
import type { Type } from '../wire/type.ts'
import { textOf } from './address.ts'
import { unwritable } from './unwritable.ts'

/** One end of a socket. */
export interface Endpoint {
  /** IP address; '0.0.0.0' or '::' if the socket is not bound to one, or not connected. */
  address: string
  /** Port, 0 if there is none; of a raw socket, the number of its IP protocol. */
  port: number
}

/** sizeof(struct sockaddr_storage) of include/uapi/linux/socket.h. */
const SIZE = 128

/** An array of struct sockaddr_storage, the addresses of SCTP: sockaddr_in or sockaddr_in6 each. */
export const endpoints: Type<Endpoint[]> = {
  size: 0,
  read({ u8, u16 }, at, length) {
    const out: Endpoint[] = []
    for (let start = at; start + SIZE <= at + length; start += SIZE) {
      const family = u16[start >> 1] as number
      const port = ((u8[start + 2] as number) << 8) | (u8[start + 3] as number)
      out.push({ address: textOf(u8, start + (family === AF_INET ? 4 : 8), family), port })
    }
    return out
  },
  write: unwritable,
}
