import type { AddressInfo, Server, Socket } from 'node:net'
import type { Descriptor } from '../transport/native.ts'
import { runInside } from './inside.ts'

// A link-local address includes the name of its link, which the runtime looks up in the thread's namespace: outside, that is
// another link's, or none (ENXIO).

/** Whether an IPv6 address is of fe80::/10. */
export function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address)
}

/** Has a connection read its addresses inside; it keeps them. */
export function tellAddresses(operation: string, netns: Descriptor, socket: Socket): void {
  runInside(operation, netns, () => [socket.remoteAddress, socket.localAddress])
}

/** Has a server answer with this address, until it is closed. */
export function tellAddress(server: Server, address: AddressInfo): void {
  server.address = () => ({ ...address })
  server.once('close', () => {
    // The prototype's again.
    delete (server as Partial<Server>).address
  })
}

/** Reads the addresses of every connection of a server inside, before any listener sees it. */
export function tellPeers(netns: Descriptor, server: Server): void {
  const told = (socket: Socket) => tellAddresses('listen', netns, socket)
  // Of TLS, the secure socket is another object.
  for (const event of ['connection', 'secureConnection']) server.prependListener(event, told)
  server.once('close', () => {
    for (const event of ['connection', 'secureConnection']) server.removeListener(event, told)
    netns.close()
  })
}
