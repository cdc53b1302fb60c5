import type { ListenOptions, Server } from 'node:net'
import { builtin, constants } from '../builtin.ts'
import { describeValue, NetlinkError } from '../errors.ts'
import { onAbort } from '../transport/abort.ts'
import { checkLimits } from '../transport/limit.ts'
import type { Descriptor } from '../transport/native.ts'
import { isLinkLocal, readPeers, reportAddress } from './addresses.ts'
import {
  checkOptions,
  type Endpoint,
  flagOf,
  handOver,
  openEndpoint,
  portOf,
  refuseOptions,
  refuseWord,
} from './endpoint.ts'
import { duplicate, runInside } from './inside.ts'
import { resolveHost } from './resolve.ts'

/** Default backlog, as in Node. */
const BACKLOG = 511

const REFUSED = {
  fd: 'the socket is created inside the namespace',
  _handle: 'the socket is created inside the namespace',
}

/** Lets a server of this process listen inside the namespace. Everything is checked before a port is opened. */
export async function listenServer(netns: Descriptor, server: Server, options: ListenOptions): Promise<void> {
  checkServer(server)
  checkCluster()
  checkOptions('listen', options, '{ port: 8080 }')
  refuseOptions('listen', options, REFUSED)
  refuseWord('listen', options, 'address', 'host')
  const { signal } = options
  checkLimits('listen', { signal })
  signal?.throwIfAborted()
  if (options.path === undefined) await listenPort(netns, server, options)
  else await listenPath(netns, server, options)
}

function checkServer(server: unknown): void {
  const { listen, once } = (server ?? {}) as Partial<Server>
  if (typeof listen !== 'function' || typeof once !== 'function')
    throw new TypeError(`listen: server must be a net.Server, not ${describeValue(server)}`)
}

/** In a cluster worker, the primary would listen on the descriptor with the same number there. */
function checkCluster(): void {
  if (builtin.cluster().isWorker !== true) return
  throw new NetlinkError({
    code: 'ERR_NETLINK_RUNTIME',
    operation: 'listen',
    reason:
      'in a worker of node:cluster the primary process listens, outside the namespace; use worker_threads or spawn',
  })
}

async function listenPort(netns: Descriptor, server: Server, options: ListenOptions): Promise<void> {
  const fd = await openListener(netns, options)
  await started(server, options.signal, () => {
    handOver(fd, () => {
      options.signal?.throwIfAborted()
      // With a descriptor, Node takes the backlog as a separate argument.
      server.listen({ fd, exclusive: true }, options.backlog ?? BACKLOG)
    })
    tell(netns, server)
  })
}

/** A path in the file system is shared by all namespaces; an abstract one belongs to its namespace: unix(7). */
function listenPath(netns: Descriptor, server: Server, options: ListenOptions): Promise<void> {
  const { signal, ...rest } = options
  // Not exclusive, the primary of a cluster would listen: outside.
  return started(server, signal, () => runInside('listen', netns, () => server.listen({ ...rest, exclusive: true })))
}

/** Without a host, listens on all addresses of both families, or of IPv4 if IPv6 is not available. */
async function openListener(netns: Descriptor, options: ListenOptions): Promise<number> {
  const { host, backlog = BACKLOG } = options
  const bind = {
    port: portOf('listen', 'port', options.port ?? 0),
    ipv6Only: flagOf('listen', 'ipv6Only', options.ipv6Only),
    reuseAddress: true,
    reusePort: flagOf('listen', 'reusePort', (options as { reusePort?: boolean }).reusePort),
  }
  if (!Number.isInteger(backlog) || backlog < 0 || backlog >= 2 ** 31)
    throw new RangeError(`listen: backlog must be a whole number from 0, not ${describeValue(backlog)}`)
  if (host !== undefined && typeof host !== 'string')
    throw new TypeError(`listen: host must be a string, not ${describeValue(host)}`)
  const open = (family: 4 | 6, address: string) => {
    const endpoint: Endpoint = { family, type: 'stream', bind: { ...bind, address }, backlog }
    return openEndpoint('listen', netns, endpoint)
  }
  if (host) {
    const [target] = await resolveHost('listen', host, { all: false })
    if (target !== undefined) return open(target.family, target.address)
  }
  try {
    return await open(6, '::')
  } catch (thrown) {
    if ((thrown as { errno?: number }).errno !== -constants.errno.EAFNOSUPPORT) throw thrown
    return open(4, '0.0.0.0')
  }
}

/** Reports addresses as seen inside: that of the server immediately, those of connections as they arrive. */
function tell(netns: Descriptor, server: Server): void {
  const address = runInside('listen', netns, () => server.address())
  if (address === null || typeof address === 'string' || address.family !== 'IPv6') return
  if (isLinkLocal(address.address)) reportAddress(server, address)
  if (isLinkLocal(address.address) || address.address === '::') readPeers(duplicate('listen', netns), server)
}

/** Resolves when the server listens; rejects with its error, or with the reason of the signal, which closes it at any time. */
function started(server: Server, signal: AbortSignal | undefined, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = signal === undefined ? () => undefined : onAbort(signal, () => server.close())
    const release = () => {
      server.removeListener('error', failed).removeListener('listening', listening).removeListener('close', closed)
    }
    const failed = (thrown: unknown) => {
      forget()
      release()
      reject(thrown)
    }
    const closed = () => failed(signal?.aborted === true ? signal.reason : closedError())
    const listening = () => {
      release()
      server.once('close', forget)
      resolve()
    }
    server.once('error', failed).once('listening', listening).once('close', closed)
    try {
      start()
    } catch (thrown) {
      failed(thrown)
    }
  })
}

function closedError(): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation: 'listen', reason: 'the server was closed' })
}
