import { lookup } from 'node:dns/promises'
import type { ListenOptions, Server, TcpNetConnectOpts } from 'node:net'
import { isIP, Socket } from 'node:net'
import { kernelError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'

const EAFNOSUPPORT = -97

interface Listening {
  address: string
  port: number
  backlog: number
  ipv6Only: boolean
  reusePort: boolean
}

/** A bare descriptor of a socket that a thread inside the namespace has made. */
function openSocket(operation: string, netns: Descriptor, family: 4 | 6, listen?: Listening): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { family, type: 'stream' as const, ...(listen === undefined ? {} : { listen }) }
    addon().openSocket(netns, options, (error, step, fd) => {
      if (error === 0) return resolve(fd)
      const where = listen === undefined ? '' : ` ${listen.address} port ${listen.port}`
      reject(
        kernelError(
          operation,
          error,
          step === 'socket' ? undefined : { reason: `${step}${where}: ${kernelError(operation, error).code}` },
        ),
      )
    })
  })
}

/** The address behind a host name, resolved where the process lives: a name server is rarely inside a new namespace. */
async function resolveHost(host: string, family: number | undefined): Promise<{ address: string; family: 4 | 6 }> {
  const literal = isIP(host)
  if (literal === 4 || literal === 6) return { address: host, family: literal }
  const found = await lookup(host, { family: family ?? 0 })
  return { address: found.address, family: found.family === 6 ? 6 : 4 }
}

/** Opens the listening socket; without a host on every address of both families, of IPv4 where there is no IPv6. */
export async function listenSocket(netns: Descriptor, options: ListenOptions): Promise<number> {
  const { port = 0, host, backlog = 511, ipv6Only = false } = options
  const reusePort = (options as { reusePort?: boolean }).reusePort ?? false
  const shared = { port: portOf('listen', port), backlog, ipv6Only, reusePort }
  if (host !== undefined) {
    const { address, family } = await resolveHost(host, undefined)
    return openSocket('listen', netns, family, { ...shared, address })
  }
  try {
    return await openSocket('listen', netns, 6, { ...shared, address: '::' })
  } catch (thrown) {
    if ((thrown as { errno?: number }).errno !== EAFNOSUPPORT) throw thrown
    return openSocket('listen', netns, 4, { ...shared, address: '0.0.0.0' })
  }
}

function portOf(operation: string, port: unknown): number {
  const number = Number(port)
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new RangeError(`${operation}: port must be from 0 to 65535, not ${String(port)}`)
  return number
}

/** Gives the listening socket to a server of this process. */
export function serve(server: Server, fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(error)
    server.once('error', onError)
    server.listen({ fd, exclusive: true }, () => {
      server.removeListener('error', onError)
      resolve()
    })
  })
}

/** Connects from inside the namespace: the socket is made there, and everything after that is Node's own. */
export async function connectSocket(netns: Descriptor, options: TcpNetConnectOpts): Promise<Socket> {
  const { host = 'localhost', ...rest } = options
  portOf('connect', options.port)
  const { address, family } = await resolveHost(host, options.family)
  const fd = await openSocket('connect', netns, family)
  const socket = new Socket({ fd, manualStart: true } as ConstructorParameters<typeof Socket>[0])
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.connect({ ...rest, host: address, family, autoSelectFamily: false }, () => {
      socket.removeListener('error', reject)
      resolve(socket)
    })
  })
}
