import type { AddressInfo, Server, Socket } from 'node:net'
import type { Descriptor } from '../transport/native.ts'
import { runInside } from './inside.ts'

// A link-local address includes the name of its link, which the runtime looks up in the thread's namespace: outside, that is
// another link's, or none (ENXIO).

/** Whether an IPv6 address is in fe80::/10. */
export function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address)
}

/** Reads the addresses of a connection inside the namespace; the connection caches them. */
export function readAddresses(operation: string, netns: Descriptor, socket: Socket): void {
  runInside(operation, netns, () => [socket.remoteAddress, socket.localAddress])
}

/** Makes `server.address()` return this address until the server is closed. */
export function reportAddress(server: Server, address: AddressInfo): void {
  server.address = () => ({ ...address })
  server.once('close', () => {
    // Restores the method of the prototype.
    delete (server as Partial<Server>).address
  })
}

/** Reads the addresses of each connection of a server inside the namespace, before its listeners are called. */
export function readPeers(netns: Descriptor, server: Server): void {
  const onSocket = (socket: Socket) => readAddresses('listen', netns, socket)
  // For TLS, the secure socket is another object.
  for (const event of ['connection', 'secureConnection']) server.prependListener(event, onSocket)
  server.once('close', () => {
    for (const event of ['connection', 'secureConnection']) server.removeListener(event, onSocket)
    netns.close()
  })
}
