import { createServer, get, type Server } from 'node:http'
import type { Netns } from 'netlink-ts'

/** A web server of this process that answers with the name of the place where it listens and of who asked. */
export function greeter(place: string): Server {
  return createServer((request, response) => {
    response.end(`${place} to ${request.socket.remoteAddress?.replace('::ffff:', '')}`)
  })
}

/** Lets a greeter listen on port 8080 of a namespace. */
export async function serve(netns: Netns, place: string): Promise<Server> {
  const server = greeter(place)
  await netns.listen(server, { port: 8080 })
  return server
}

/** Where a web server is asked, and how long it may take. */
export interface Asked {
  port?: number
  timeout?: number
}

/** The answer of the web server at `address`, asked from inside `netns` (from home without one); the error's code when there is none. */
export async function ask(
  address: string,
  netns?: Netns,
  { port = 8080, timeout = 2000 }: Asked = {},
): Promise<string> {
  const at = { host: address, port, timeout }
  try {
    const socket = await netns?.connect(at)
    return await answer(at, socket)
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

/** How long silence is listened to before it counts as such. */
const MOMENT = 250

/** Sends a request that must not be answered: the error's code, ETIMEDOUT for silence. */
export function knock(address: string, netns?: Netns, port = 8080): Promise<string> {
  return ask(address, netns, { port, timeout: MOMENT })
}

type Connection = Awaited<ReturnType<Netns['connect']>> | undefined

function answer(at: Required<Asked> & { host: string }, socket: Connection): Promise<string> {
  return new Promise((resolve, reject) => {
    const how = socket === undefined ? { agent: false } : { createConnection: () => socket }
    const request = get({ ...at, ...how }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve(text))
    })
    request.on('timeout', () => request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
    request.on('error', reject)
  })
}

export function stop(servers: readonly Server[]): void {
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
}
