import { closeSync } from 'node:fs'
import { isIP } from 'node:net'
import { constants } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { describeValue, InputError, kernelError } from '../../errors.ts'
import { addon, type Descriptor } from '../../transport/native.ts'
import { address, checkAll, integer, oneOf } from '../config.ts'
import type { Host } from '../host/host.ts'
import { overlap, rangeOf, type Subnet } from '../subnet.ts'
import type { Port, PortOptions, PortProtocol } from '../types.ts'
import { type Addresses, familiesOf } from './elements.ts'

const OPERATION = 'attach'
const PROTOCOLS: readonly PortProtocol[] = ['tcp', 'udp', 'sctp']

const number = (value: unknown) => integer(value, 1, 65535)

const CHECKS = {
  host: number,
  container: number,
  protocol: oneOf(PROTOCOLS),
  address: hostAddress,
}

/** Addresses on which no port can be published, and why. */
const USELESS: readonly [range: string, why: string][] = [
  ['255.255.255.255/32', 'is the broadcast address'],
  ['224.0.0.0/4', 'is a multicast address'],
  ['ff00::/8', 'is a multicast address'],
  [
    '::1/128',
    'is not possible: the kernel does not let packets from ::1 leave the host; clients of localhost use 127.0.0.1',
  ],
  ['::ffff:0:0/96', 'is an IPv4-mapped address: write it as 192.0.2.1'],
  ['fe80::/10', 'is a link-local address, which is ambiguous without its link'],
]

/** An address that the host has, or may have. */
function hostAddress(value: unknown): string {
  const plain = typeof value === 'string' ? (value.split('%')[0] as string) : ''
  const family = isIP(plain)
  if (family === 0) throw new InputError(`must be an IP address of the host, not ${describeValue(value)}`)
  const own = rangeOf(plain) as Subnet
  const useless = USELESS.find(([text]) => overlap(rangeOf(text) as Subnet, own))
  if (useless !== undefined)
    throw new InputError(`must be an IP address of the host, and ${describeValue(value)} ${useless[1]}`)
  return address(family as 4 | 6)(value)
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
  if (!Array.isArray(options)) throw new InputError(`must be an array, not ${describeValue(options)}`)
  const ports = options.map((port, i) => readPort(port as PortOptions, `ports[${i}]`))
  checkTwice(ports)
  return ports
}

/** No two may want the same port of the same address. */
function checkTwice(ports: readonly Port[]): void {
  const seen = new Map<string, number[]>()
  for (const [i, port] of ports.entries()) {
    const key = `${port.host}/${port.protocol}`
    const others = seen.get(key) ?? []
    const other = others.find((one) => isSame(port, ports[one] as Port))
    if (other !== undefined) {
      const [one, two] = [portText(port), portText(ports[other] as Port)]
      const reason = one === two ? one : `${one}, and by ports[${other}] as ${two}`
      throw new TypeError(`${OPERATION}: ports[${i}].host is published twice: ${reason}`)
    }
    seen.set(key, [...others, i])
  }
}

/** The families on whose every address a port is published; none where it is on a single one. */
function widths({ address: at }: Port): readonly number[] {
  return at === undefined ? [4, 6] : at === '0.0.0.0' ? [4] : at === '::' ? [6] : []
}

/** Whether two ports of one number meet on an address. */
function isSame(one: Port, other: Port): boolean {
  if (one.address === other.address) return true
  const meets = (wide: Port, single: Port) =>
    widths(wide).some((family) => widths(single).includes(family) || isIP(single.address ?? '') === family)
  return meets(one, other) || meets(other, one)
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
      `${OPERATION}: ports[${i}].address must be of a family in which the network has a subnet, not ${port.address}`,
    )
  }
}

/** Whether the host reaches it by its loopback addresses of IPv4. */
export function isLocal({ address: at }: Port): boolean {
  return at === undefined || at === '0.0.0.0' || at.startsWith('127.')
}

/** How many ports are looked at abreast: each takes a descriptor for a moment. */
const CONCURRENT = 32

/**
 * As Docker does, a port on which a process of the host listens is refused: it would hear nothing any more. Whether one does is
 * found by listening there oneself for a moment. EADDRINUSE, or EADDRNOTAVAIL where the address is not the host's.
 */
export async function checkFree(host: Host, ports: readonly Port[], addresses: Addresses): Promise<void> {
  const held = addon().openNetns(`/proc/self/fd/${host.netns.fd}`)
  if (typeof held === 'number') throw kernelError(OPERATION, held)
  const rest = ports.entries()
  try {
    const work = async () => {
      for (const [i, port] of rest)
        await host.probes.take(`${port.host}/${port.protocol}`, () => checkOne(held, port, `ports[${i}]`, addresses))
    }
    await Promise.all(Array.from({ length: Math.min(CONCURRENT, ports.length) }, work))
  } finally {
    held.close()
  }
}

const [EADDRINUSE, EADDRNOTAVAIL] = [-constants.errno.EADDRINUSE, -constants.errno.EADDRNOTAVAIL]

/** A port is looked at in each family in which it is published: whoever listens on IPv6 alone may have the same of IPv4. */
async function checkOne(held: Descriptor, port: Port, at: string, addresses: Addresses): Promise<void> {
  for (const { family } of familiesOf(port, addresses)) {
    const where = port.address ?? (family === 4 ? '0.0.0.0' : '::')
    const error = await probe(held, port, where)
    if (error === 0) continue
    const attribute = port.address === undefined || error === EADDRINUSE ? `${at}.host` : `${at}.address`
    const reason =
      error === EADDRINUSE
        ? `port ${portText(port)} is in use on the host`
        : error === EADDRNOTAVAIL
          ? `${port.address} is not an address of the host`
          : undefined
    throw kernelError(OPERATION, error, { reason, attribute })
  }
}

/** The most milliseconds after which a port that is in use is looked at again: another process may have been looking. */
const PAUSES = [2, 4, 8, 16]

async function probe(held: Descriptor, port: Port, where: string): Promise<number> {
  let error = await listen(held, port, where)
  for (const pause of PAUSES) {
    if (error !== EADDRINUSE) return error
    await setTimeout(pause * Math.random())
    error = await listen(held, port, where)
  }
  return error
}

/** For SCTP nobody listens: only the address is looked at. */
function listen(held: Descriptor, { host, protocol }: Port, where: string): Promise<number> {
  const family = where.includes(':') ? 6 : 4
  const type = protocol === 'tcp' ? 'stream' : 'datagram'
  const port = protocol === 'sctp' ? 0 : host
  const bind = { address: where, port, ipv6Only: family === 6, reuseAddress: type === 'stream', reusePort: false }
  return new Promise((resolve) => {
    addon().openSocket(held, { family, type, bind, ...(type === 'stream' && { backlog: 1 }) }, (error, _step, fd) => {
      if (fd >= 0) closeSync(fd)
      resolve(error)
    })
  })
}
