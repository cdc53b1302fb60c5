import { once } from 'node:events'
import { createServer, type Server, type Socket as Stream } from 'node:net'
import { openSockets, type Sockets } from '../../../lib/sockets/index.ts'
import { openPlace, type Place } from '../../support/place.ts'

/** A namespace with a loopback link, and a handle for its sockets. */
export interface SocketPlace extends Place {
  readonly sockets: Sockets
  /** What ss prints inside, a line a socket. */
  ss(...args: string[]): string[]
}

async function open(script: string): Promise<SocketPlace> {
  const place = await openPlace(`ip link set lo up\n${script}`)
  const sockets = await openSockets({ netns: place.netns })
  const close = async () => {
    await sockets.close()
    await place.close()
  }
  const ss = (...args: string[]) =>
    place
      .run(['ss', '-H', '-n', '-O', ...args])
      .split('\n')
      .filter((line) => line !== '')
  return { ...place, sockets, ss, close }
}

/** In the body of a `describe`: every test has a fresh one. */
export function eachSocketPlace(script = ''): () => SocketPlace {
  let place: SocketPlace | undefined
  beforeEach(async () => {
    place = await open(script)
  })
  afterEach(async () => {
    await place?.close()
    place = undefined
  })
  return () => place as SocketPlace
}

/** A TCP connection of this process inside a namespace. */
export interface Connection {
  readonly server: Server
  readonly client: Stream
  readonly accepted: Stream
  readonly port: number
  close(): Promise<void>
}

/** A server of this process inside a namespace. */
export async function listening(place: Place, host = '127.0.0.1'): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true })
  await place.netns.listen(server, { host, port: 0 })
  const { port } = server.address() as { port: number }
  return { server, port }
}

export async function connected(place: Place, host = '127.0.0.1', to = host): Promise<Connection> {
  const { server, port } = await listening(place, host)
  const [client, [accepted]] = await Promise.all([
    place.netns.connect({ host: to, port }),
    once(server, 'connection') as Promise<[Stream]>,
  ])
  for (const stream of [client, accepted]) stream.on('error', () => undefined)
  const close = async () => {
    client.destroy()
    accepted.destroy()
    server.close()
    await once(server, 'close')
  }
  return { server, client, accepted, port, close }
}
