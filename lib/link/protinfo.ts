import { AF_BRIDGE, AF_INET6 } from '../wire/af.ts'
import { binary } from '../wire/text.ts'
import type { Type, Value } from '../wire/type.ts'
import { inet6 } from './afspec.ts'
import { port } from './port.ts'

export type Protinfo = Value<typeof port> | Value<typeof inet6> | Uint8Array

/** What messages of the families `bridge` and `inet6` report about a link; read-only. */
export const protinfo: Type<Protinfo, unknown> = {
  size: 0,
  nested: true,
  parts: [port, inet6],
  read(bytes, at, length) {
    const family = bytes.u8[bytes.header]
    if (family === AF_BRIDGE) return port.read(bytes, at, length)
    if (family === AF_INET6) return inet6.read(bytes, at, length)
    return binary.read(bytes, at, length)
  },
  write: () => undefined,
}
