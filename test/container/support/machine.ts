import { createServer, type Server } from 'node:net'
import { createNetns, type Netlink, type Netns, openNetlink } from '../../../lib/index.ts'
import { type Datagrams, listenDatagrams } from './datagrams.ts'

/** A machine of a test: a namespace, a handle in it, and what listens there. */
export interface Machine {
  readonly name: string
  readonly netns: Netns
  readonly nl: Netlink
  /**
   * Lets it answer on a port, by TCP and UDP, with its name and the address of who asks: `web to 203.0.113.2`. On every address of
   * both families unless one is given.
   */
  serve(port: number, address?: string): Promise<void>
  close(): Promise<void>
}

/** The address of a peer as it would be without sockets of both families: `::ffff:10.0.0.1` is 10.0.0.1. */
export function plain(address: string | undefined): string {
  return (address ?? 'nobody').replace('::ffff:', '')
}

function answering(name: string): Server {
  return createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(`${name} to ${plain(socket.remoteAddress)}`)
  })
}

/** A machine whose loopback is up, in a namespace of its own or in one that is there. */
export async function openMachine(name: string, inside?: Netns): Promise<Machine> {
  const netns = inside ?? (await createNetns())
  const nl = await openNetlink({ netns })
  await nl.setLink('lo', { up: true })
  const servers: Server[] = []
  const datagrams: Datagrams[] = []
  return {
    name,
    netns,
    nl,
    async serve(port, address) {
      const server = answering(name)
      servers.push(server)
      const where = address === undefined ? {} : { host: address }
      datagrams.push(listenDatagrams(netns, { port, ...where, answer: (from) => `${name} to ${plain(from)}` }))
      await netns.listen(server, { port, ...where })
    },
    async close() {
      for (const server of servers.splice(0)) server.close()
      for (const socket of datagrams.splice(0)) socket.close()
      await nl.close()
      if (inside === undefined) await netns.close()
    },
  }
}
