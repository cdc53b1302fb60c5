import { inetKinds } from './inet.ts'
import type { Kind } from './kind.ts'
import { netlink, packet, unix, vsock, xdp } from './others.ts'
import type { SocketProtocol } from './types.ts'

/** Every protocol whose sockets can be listed. */
export const kinds: { readonly [P in SocketProtocol]: Kind } = { ...inetKinds, unix, packet, netlink, xdp, vsock }

export const PROTOCOLS = Object.keys(kinds) as readonly SocketProtocol[]
