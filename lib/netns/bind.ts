import type { BindOptions, Socket } from 'node:dgram'
import { describeValue, NetlinkError } from '../errors.ts'
import type { Descriptor } from '../transport/native.ts'
import { checkOptions, flagOf, handOver, openEndpoint, portOf, refuseOptions, refuseWord } from './endpoint.ts'
import { duplicate, runInside } from './inside.ts'
import { resolveHost, type Target } from './resolve.ts'

/** Options of `socket.bind`, and those of `dgram.createSocket` for runtimes that do not expose how the socket was created. */
export interface DatagramBindOptions extends BindOptions {
  /** Allows binding to an address that another socket with this option uses (SO_REUSEADDR). */
  reuseAddr?: boolean
  /** Lets several sockets share the port and its datagrams (SO_REUSEPORT). */
  reusePort?: boolean
  /** Restricts an IPv6 socket to IPv6 (IPV6_V6ONLY). */
  ipv6Only?: boolean
}

const REFUSED = { fd: 'the socket is created inside the namespace' }

const ANY: Readonly<Record<4 | 6, string>> = { 4: '0.0.0.0', 6: '::' }

/** Addresses with a link name or index, which outside would refer to another link. */
const INSIDE = [
  'address',
  'remoteAddress',
  'addMembership',
  'dropMembership',
  'addSourceSpecificMembership',
  'dropSourceSpecificMembership',
  'setMulticastInterface',
] as const

/** Binds a UDP socket of this process inside the namespace. Everything is checked before a port is opened. */
export async function bindSocket(netns: Descriptor, socket: Socket, options: DatagramBindOptions): Promise<void> {
  checkRuntime()
  const family = familyOfSocket(socket)
  checkOptions('bind', options, '{ port: 5353 }')
  refuseOptions('bind', options, REFUSED)
  refuseWord('bind', options, 'host', 'address')
  checkUnbound(socket)
  const port = portOf('bind', 'port', options.port ?? 0)
  const switches = switchesOf(socket, options)
  const { address } = await targetOf(family, options.address)
  const bind = { address, port, ...switches, ipv6Only: switches.ipv6Only && family === 6 }
  const fd = await openEndpoint('bind', netns, { family, type: 'datagram', bind })
  const release = handOver(fd, () => keepInside(duplicate('bind', netns), socket))
  try {
    await adopted(socket, fd)
  } catch (thrown) {
    release()
    throw thrown
  }
}

/** Bun and Deno would bind another socket, outside the namespace. */
function checkRuntime(): void {
  const { bun, deno } = process.versions
  if ((bun ?? deno) === undefined) return
  throw new NetlinkError({
    code: 'ERR_NETLINK_RUNTIME',
    operation: 'bind',
    reason: 'this runtime binds a socket of its own, outside the namespace; use a process inside (spawn)',
  })
}

function familyOfSocket(socket: unknown): 4 | 6 {
  const { type, bind } = (socket ?? {}) as Partial<Socket> & { type?: unknown }
  if (typeof bind === 'function' && type === 'udp4') return 4
  if (typeof bind === 'function' && type === 'udp6') return 6
  throw new TypeError(`bind: socket must be a socket of node:dgram, not ${describeValue(socket)}`)
}

/** `address()` of a socket that is not bound is EBADF; of a closed one, ERR_SOCKET_DGRAM_NOT_RUNNING. */
function checkUnbound(socket: Socket): void {
  try {
    socket.address()
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'EBADF') return
    throw thrown
  }
  throw new NetlinkError({ code: 'ERR_SOCKET_ALREADY_BOUND', operation: 'bind', reason: 'the socket is already bound' })
}

interface Switches {
  reuseAddress: boolean
  reusePort: boolean
  ipv6Only: boolean
}

/** The options with which the socket was created, overridden by those given. */
function switchesOf(socket: Socket, options: DatagramBindOptions): Switches {
  const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'state symbol')
  const made: Partial<Record<'reuseAddr' | 'reusePort' | 'ipv6Only', unknown>> =
    key === undefined ? {} : ((socket as unknown as Record<symbol, object>)[key] ?? {})
  const flag = (name: 'reuseAddr' | 'reusePort' | 'ipv6Only') =>
    flagOf('bind', name, options[name] ?? (made[name] ? true : undefined))
  return { reuseAddress: flag('reuseAddr'), reusePort: flag('reusePort'), ipv6Only: flag('ipv6Only') }
}

async function targetOf(family: 4 | 6, address: unknown): Promise<Target> {
  if (address === undefined || address === '') return { address: ANY[family], family }
  if (typeof address !== 'string') throw new TypeError(`bind: address must be a string, not ${describeValue(address)}`)
  const [target] = await resolveHost('bind', address, { family, all: false })
  if (target?.family === family) return target
  throw new TypeError(
    `bind: address must be an IPv${family} address for a udp${family} socket, not ${describeValue(address)}`,
  )
}

/** Passes the descriptor to the socket, which owns it unless it rejects it. */
function adopted(socket: Socket, fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const listening = () => {
      socket.removeListener('error', failed)
      resolve()
    }
    const failed = (thrown: unknown) => {
      socket.removeListener('listening', listening).removeListener('error', failed)
      reject(thrown)
    }
    socket.once('error', failed).once('listening', listening)
    handOver(fd, () => socket.bind({ fd, exclusive: true }))
  })
}

/** Runs the socket's methods that use link names inside the namespace, until the socket is closed or the returned function is called. */
function keepInside(netns: Descriptor, socket: Socket): () => void {
  const methods = socket as unknown as Record<string, (...args: unknown[]) => unknown>
  for (const name of INSIDE) {
    const method = methods[name]
    if (method === undefined) continue
    methods[name] = (...args) => runInside(name, netns, () => method.apply(socket, args))
  }
  const release = () => {
    for (const name of INSIDE) delete methods[name]
    socket.removeListener('close', release)
    netns.close()
  }
  socket.once('close', release)
  return release
}
