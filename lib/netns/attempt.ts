import type { IpcNetConnectOpts, Socket, SocketConstructorOpts, TcpNetConnectOpts } from 'node:net'
import { builtin, closeSync, constants } from '../builtin.ts'
import { kernelError, NetlinkError } from '../errors.ts'
import { onAbort } from '../transport/abort.ts'
import type { Descriptor } from '../transport/native.ts'
import { isLinkLocal, readAddresses } from './addresses.ts'
import { handOver, openEndpoint } from './endpoint.ts'
import { runInside } from './inside.ts'
import type { Target } from './resolve.ts'

/** An address to try. */
export type Attempt = Omit<TcpNetConnectOpts, 'port'> & {
  port: number
  target: Target
  source: { address?: string; port: number } | undefined
  /** Time limit in milliseconds, after which the next address is tried. */
  limit: number | undefined
}

const ANY = { 4: '0.0.0.0', 6: '::' } as const

/** Connects to one address; rejects with the error, or with the reason of `ends`. */
export async function attempt(netns: Descriptor, options: Attempt, ends: AbortSignal): Promise<Socket> {
  const { port, target, source } = options
  const bind = source && { address: source.address ?? ANY[target.family], port: source.port }
  const fd = await openEndpoint('connect', netns, {
    family: target.family,
    type: 'stream',
    peer: target.address,
    ...(bind && { bind: { ...bind, ipv6Only: false, reuseAddress: true, reusePort: false } }),
  })
  const socket = adopt(fd, options, ends)
  await opened(socket, options, ends, () => {
    // The socket is tied to the link of a scope already, and bound.
    const host = target.address.replace(/%.*/, '')
    const { lookup: _, localAddress: __, localPort: ___, ...rest } = options
    socket.connect({ ...rest, host, port, family: target.family, autoSelectFamily: false })
  })
  if (isLinkLocal(target.address) && netns.fd >= 0) readAddresses('connect', netns, socket)
  return socket
}

/** Bun and Deno connect with another socket, outside the namespace: reject that. */
function adopt(fd: number, options: SocketConstructorOpts, ends: AbortSignal): Socket {
  const socket = handOver(fd, () => {
    ends.throwIfAborted()
    return new (builtin.net().Socket)({ ...options, signal: undefined, fd, manualStart: true } as SocketConstructorOpts)
  })
  const { _handle: handle } = socket as { _handle?: { fd?: number } | null }
  if (handle?.fd === fd) return socket
  socket.destroy()
  // With a handle, the descriptor is the socket's to close.
  if (handle === undefined || handle === null) closeSync(fd)
  throw outside()
}

function outside(): NetlinkError {
  return new NetlinkError({
    code: 'ERR_NETLINK_RUNTIME',
    operation: 'connect',
    reason: 'this runtime opens a socket of its own, outside the namespace; use a process inside (spawn)',
  })
}

/** Connects to a path, which Node does synchronously. A path in the file system is shared by all namespaces; an abstract one belongs to its namespace: unix(7). */
export async function attemptPath(netns: Descriptor, options: IpcNetConnectOpts, ends: AbortSignal): Promise<Socket> {
  const { bun, deno } = process.versions
  if ((bun ?? deno) !== undefined) throw outside()
  const socket = new (builtin.net().Socket)({ ...options, signal: undefined } as SocketConstructorOpts)
  await opened(socket, { limit: undefined }, ends, () => {
    runInside('connect', netns, () => socket.connect({ path: options.path }))
  })
  return socket
}

/** Resolves when the socket is connected. */
function opened(
  socket: Socket,
  { limit, target, port }: Partial<Pick<Attempt, 'target' | 'port'>> & Pick<Attempt, 'limit'>,
  ends: AbortSignal,
  start: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => {
      const reason = `no answer from ${target?.address} port ${port} within ${limit} ms`
      socket.destroy(kernelError('connect', -constants.errno.ETIMEDOUT, { reason }))
    }
    const timer = limit === undefined ? undefined : setTimeout(late, limit)
    const forget = onAbort(ends, () => socket.destroy(ends.reason))
    const settle = (then: () => void) => {
      clearTimeout(timer)
      forget()
      then()
    }
    const failed = (error: Error) => settle(() => reject(error))
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.removeListener('error', failed)
      settle(resolve)
    })
    try {
      start()
    } catch (thrown) {
      socket.destroy(thrown as Error)
    }
  })
}
