import { createSocket, type Socket } from 'node:dgram'
import { isIPv4 } from 'node:net'
import type { Netns } from '../../../lib/index.ts'

/** Takes an address for what it is, at once: Node.js would look it up later, when its thread is home again. */
function asItIs(
  address: string,
  _options: unknown,
  found: (error: null, address: string, family: number) => void,
): void {
  found(null, address, isIPv4(address) ? 4 : 6)
}

/** A socket for datagrams, bound inside a namespace. */
export function openDatagrams(netns: Netns, host: string, port = 0): Socket {
  const socket = createSocket({ type: isIPv4(host) ? 'udp4' : 'udp6', lookup: asItIs as never })
  netns.run(() => socket.bind(port, host))
  return socket
}

/** A listener for datagrams. */
export interface Datagrams {
  /** The addresses that datagrams came from, in order, with what they said. */
  readonly heard: readonly { from: string; text: string }[]
  close(): void
}

/** Listens inside a namespace, and gives every datagram the answer that `answer` makes of its sender's address. */
export function listenDatagrams(
  netns: Netns,
  { port, host = '::', answer }: { port: number; host?: string; answer?: (from: string) => string },
): Datagrams {
  const heard: { from: string; text: string }[] = []
  const socket = openDatagrams(netns, host, port)
  socket.on('message', (message, from) => {
    heard.push({ from: from.address, text: message.toString() })
    if (answer !== undefined) socket.send(answer(from.address), from.port, from.address)
  })
  return { heard, close: () => socket.close() }
}
