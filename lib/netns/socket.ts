import { lookup } from 'node:dns/promises'
import { closeSync } from 'node:fs'
import type { ListenOptions, Server, SocketConstructorOpts, TcpNetConnectOpts } from 'node:net'
import { isIP, Socket } from 'node:net'
import { kernelError, NetlinkError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'

const EAFNOSUPPORT = -97
const ETIMEDOUT = -110

/** As in `net.connect`; the signal ends the socket at any time. */
export type ConnectOptions = TcpNetConnectOpts & { signal?: AbortSignal | undefined }

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
    server.once('error', reject)
    try {
      server.listen({ fd, exclusive: true }, () => {
        server.removeListener('error', reject)
        resolve()
      })
    } catch (thrown) {
      server.removeListener('error', reject)
      closeSync(fd)
      throw thrown
    }
  })
}

/** Connects from inside the namespace: the socket is made there, and everything after that is Node's own. */
export async function connectSocket(netns: Descriptor, options: ConnectOptions): Promise<Socket> {
  const { host = 'localhost', port, signal, timeout } = options
  portOf('connect', port)
  signal?.throwIfAborted()
  const { address, family } = await resolveHost(host, options.family)
  const fd = await openSocket('connect', netns, family)
  const socket = new Socket({ ...options, signal: undefined, fd, manualStart: true } as SocketConstructorOpts)
  checkDescriptor(socket, fd)
  follow(socket, signal)
  if (timeout !== undefined) socket.setTimeout(timeout)
  return opened(socket, { ...options, host: address, family, autoSelectFamily: false })
}

/** Bun and Deno connect by a socket of their own, made where the process is: no connection is better than one from there. */
function checkDescriptor(socket: Socket, fd: number): void {
  const { _handle: handle } = socket as { _handle?: { fd?: number } | null }
  if (handle?.fd === fd) return
  socket.destroy()
  // With a handle, the descriptor is the socket's to close.
  if (handle === undefined || handle === null) closeSync(fd)
  throw new NetlinkError({
    code: 'ERR_NETLINK_RUNTIME',
    operation: 'connect',
    reason:
      'this runtime connects by a socket of its own, outside of the namespace; connect by a process inside it (spawn)',
  })
}

/** Resolves when it is connected. Until then silence is an end, later it is the event `timeout`. */
function opened(socket: Socket, options: TcpNetConnectOpts): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const late = () => {
      const reason = `no answer of ${options.host} port ${options.port} within ${options.timeout} ms`
      socket.destroy(kernelError('connect', ETIMEDOUT, { reason }))
    }
    socket.once('error', reject)
    if (socket.destroyed) return
    socket.once('timeout', late)
    socket.connect(options, () => {
      socket.removeListener('error', reject)
      socket.removeListener('timeout', late)
      resolve(socket)
    })
  })
}

/** Ends the socket with the reason of the signal. */
function follow(socket: Socket, signal: AbortSignal | undefined): void {
  if (signal === undefined) return
  const abort = () => socket.destroy(signal.reason)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', abort))
}
