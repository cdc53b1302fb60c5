import { describeValue, InputError } from '../../errors.ts'
import { checkAll, oneOf, wholeNumber } from '../../verb/checks.ts'
import { isIP } from '../../wire/ip-text.ts'
import { shape } from '../../wire/such.ts'
import { address, boolean } from '../checks.ts'
import { overlap, rangeOf, type Subnet } from '../subnet.ts'
import type { Port, PortOptions, PortProtocol } from '../types.ts'
import { type Address, familiesOf } from './elements.ts'

const PROTOCOLS: readonly PortProtocol[] = ['tcp', 'udp', 'sctp']

const LAST = 65535

const CHECKS = {
  host: wholeNumber(0, LAST),
  container: wholeNumber(1, LAST),
  count: wholeNumber(1, LAST),
  reserved: boolean,
  protocol: oneOf(...PROTOCOLS),
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

const EXAMPLE = '{ host: 8000, container: 80 }'

/** Checks one port; what was left out is filled in. */
function readPort(options: PortOptions, at: string, operation: string): Port {
  const found = checkAll(operation, options, CHECKS, at, EXAMPLE)
  for (const key of ['host', 'container'] as const) {
    if (found[key] === undefined) throw new TypeError(`${operation}: ${at}.${key} is missing`)
  }
  const { count, reserved, ...rest } = { protocol: 'tcp', ...found } as Port
  checkRange(rest, count, at, operation)
  if (reserved === true && rest.host === 0)
    throw new TypeError(`${operation}: ${at}.reserved is not allowed with host 0, which no process listens on`)
  return { ...rest, ...(count !== undefined && count > 1 && { count }), ...(reserved === true && { reserved }) }
}

/** The last port of a range must be one. */
function checkRange({ host, container }: Port, count = 1, at: string, operation: string): void {
  const most = LAST + 1 - Math.max(host, container)
  if (count > most) throw new RangeError(`${operation}: ${at}.count must be from 1 to ${most}, not ${count}`)
}

/** Checks the ports that a container is to have. */
export function readPorts(options: unknown, operation = 'attach'): Port[] {
  if (!Array.isArray(options)) throw shape(`[${EXAMPLE}]`, options)
  const ports = options.map((port, i) => readPort(port as PortOptions, `ports[${i}]`, operation))
  checkTwice(ports, operation)
  return ports
}

/** No two may publish the same port on the same address. */
function checkTwice(ports: readonly Port[], operation: string): void {
  const seen = new Map<string, number[]>()
  for (const [i, port] of ports.entries()) {
    for (const key of keysOf(port)) {
      const others = seen.get(key) ?? []
      const other = others.find((one) => isSame(port, ports[one] as Port))
      if (other !== undefined) throw twiceError(operation, i, port, other, ports[other] as Port)
      seen.set(key, [...others, i])
    }
  }
}

/** `8000/tcp` for each port of the host; none where it is to be chosen. */
function keysOf({ host, protocol, count = 1 }: Port): string[] {
  return host === 0 ? [] : Array.from({ length: count }, (_, n) => `${host + n}/${protocol}`)
}

function twiceError(operation: string, i: number, port: Port, other: number, there: Port): TypeError {
  const [one, two] = [portText(port), portText(there)]
  const reason = one === two ? one : `${one}, and by ports[${other}] as ${two}`
  return new TypeError(`${operation}: ports[${i}].host is published twice: ${reason}`)
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

/** `127.0.0.1:8000/tcp`, `8000-8009/udp` */
export function portText({ host, protocol, address: at, count = 1 }: Port): string {
  const where = at === undefined ? '' : at.includes(':') ? `[${at}]:` : `${at}:`
  const last = count > 1 ? `-${host + count - 1}` : ''
  return `${where}${host}${last}/${protocol}`
}

/** A port on an address whose family the container does not have leads nowhere. */
export function checkFamilies(ports: readonly Port[], addresses: readonly Address[], operation: string): void {
  for (const [i, port] of ports.entries()) {
    if (familiesOf(port, addresses).length > 0) continue
    throw new TypeError(
      `${operation}: ports[${i}].address must be of a family in which the container has an address, not ${port.address}`,
    )
  }
}

/** Whether the host reaches it by its loopback addresses of IPv4. */
export function isLocal({ address: at }: Port): boolean {
  return at === undefined || at === '0.0.0.0' || at.startsWith('127.')
}
