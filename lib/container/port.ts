import { closeSync } from 'node:fs'
import { isIP } from 'node:net'
import { kernelError, Slip, shown } from '../errors.ts'
import type { Netns } from '../netns/index.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { type Addresses, familiesOf } from './element.ts'
import { address, checkAll, integer, oneOf } from './options.ts'
import type { Port, PortOptions, PortProtocol } from './types.ts'

const OPERATION = 'attach'
const PROTOCOLS: readonly PortProtocol[] = ['tcp', 'udp', 'sctp']

const number = (value: unknown) => integer(value, 1, 65535)

const CHECKS = {
  host: number,
  container: number,
  protocol: oneOf(PROTOCOLS),
  address: (value: unknown) => {
    const family = typeof value === 'string' ? isIP(value) : 0
    if (family === 0) throw new Slip(`must be an IP address of the host, not ${shown(value)}`)
    return address(family as 4 | 6)(value)
  },
}

/** Checks one port; what was left out is filled in. */
function readPort(options: PortOptions, at: string): Port {
  const found = checkAll(OPERATION, options, CHECKS, at) as Partial<Port>
  for (const key of ['host', 'container'] as const) {
    if (found[key] === undefined) throw new TypeError(`${OPERATION}: ${at}.${key} is missing`)
  }
  return { protocol: 'tcp', ...found } as Port
}

/** Checks the ports that a container is to have. */
export function readPorts(options: unknown): Port[] {
  if (!Array.isArray(options)) throw new Slip(`must be an array, not ${shown(options)}`)
  const ports = options.map((port, i) => readPort(port as PortOptions, `ports[${i}]`))
  for (const [i, port] of ports.entries()) {
    const same = ports.slice(0, i).some((other) => isSame(port, other))
    if (same) throw new TypeError(`${OPERATION}: ports[${i}].host is published twice: ${portText(port)}`)
  }
  return ports
}

function isSame(one: Port, other: Port): boolean {
  return one.host === other.host && one.protocol === other.protocol && one.address === other.address
}

/** `127.0.0.1:8000/tcp` */
export function portText({ host, protocol, address: at }: Port): string {
  const where = at === undefined ? '' : at.includes(':') ? `[${at}]:` : `${at}:`
  return `${where}${host}/${protocol}`
}

/** A port on an address whose family the container does not have leads nowhere. */
export function checkFamilies(ports: readonly Port[], addresses: Addresses): void {
  for (const [i, port] of ports.entries()) {
    if (familiesOf(port, addresses).length > 0) continue
    throw new TypeError(
      `${OPERATION}: ports[${i}].address is of a family in which the network has no subnet: ${port.address}`,
    )
  }
}

/** Whether the host reaches it by its loopback addresses of IPv4. */
export function isLocal({ address: at }: Port): boolean {
  return at === undefined || at === '0.0.0.0' || at.startsWith('127.')
}

/**
 * As Docker does, a port on which a process of the host listens is refused: it would hear nothing any more. Whether one does is
 * found by listening there oneself for a moment. EADDRINUSE, or EADDRNOTAVAIL where the address is not the host's.
 */
export async function checkFree(netns: Netns, ports: readonly Port[]): Promise<void> {
  const held = addon().openNetns(`/proc/self/fd/${netns.fd}`)
  if (typeof held === 'number') throw kernelError(OPERATION, held)
  try {
    await Promise.all(ports.map((port, i) => checkOne(held, port, `ports[${i}]`)))
  } finally {
    held.close()
  }
}

/** EAFNOSUPPORT of include/uapi/asm-generic/errno.h. */
const NO_FAMILY = -97

async function checkOne(held: Descriptor, port: Port, at: string): Promise<void> {
  if (port.protocol === 'sctp') return
  let error = await listen(held, port, port.address ?? '::')
  if (error === NO_FAMILY && port.address === undefined) error = await listen(held, port, '0.0.0.0')
  if (error === 0) return
  const attribute = port.address === undefined || error === -98 ? `${at}.host` : `${at}.address`
  const reason =
    error === -98
      ? `port ${portText(port)} is in use on the host`
      : error === -99
        ? `${port.address} is not an address of the host`
        : undefined
  throw kernelError(OPERATION, error, { reason, attribute })
}

function listen(held: Descriptor, { host, protocol }: Port, where: string): Promise<number> {
  const family = where.includes(':') ? 6 : 4
  const type = protocol === 'udp' ? 'datagram' : 'stream'
  const at = { address: where, port: host, backlog: 1, ipv6Only: false, reusePort: false }
  return new Promise((resolve) => {
    addon().openSocket(held, { family, type, listen: at }, (error, _step, fd) => {
      if (fd >= 0) closeSync(fd)
      resolve(error)
    })
  })
}
