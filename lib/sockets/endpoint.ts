import { describeValue, InputError } from '../errors.ts'
import { anyIp } from '../wire/address.ts'
import { Writer } from '../wire/writer.ts'
import type { PortRange, Prefix } from './bytecode.ts'

/** Ports from one to another, both included. */
export interface Ports {
  /** First port; 0 by default. */
  readonly from?: number | undefined
  /** Last port; 65535 by default. */
  readonly to?: number | undefined
}

/** Selects one end of sockets; a listed end selects sockets with the same address and port. */
export interface EndpointSelection {
  /** Address '10.0.0.1', or prefix '10.0.0.0/8', which also selects IPv6 sockets of IPv4 (`::ffff:10.0.0.1`). */
  readonly address?: string | undefined
  /** Port, or ports: 80, '8000-8999', { from: 1024 }. */
  readonly port?: number | string | Ports | undefined
}

/** One end as text: '10.0.0.0/8', '10.0.0.1:80', ':443', ':8000-8999', '[::1]:80', 'fe80::/10'; or as an object. */
export type EndpointFilter = string | EndpointSelection

/** One end of sockets, as conditions. */
export interface EndpointMatch {
  readonly prefix?: Prefix | undefined
  readonly ports?: PortRange | undefined
}

const MOST_PORT = 0xffff
const SUCH = "such as '10.0.0.0/8:80', ':443' or '[::1]:80'"

/** What a text or an object selects. */
export function endpointMatch(value: unknown): EndpointMatch {
  if (typeof value === 'string') return ofText(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(`must be an address, a port or both, ${SUCH}, not ${describeValue(value)}`)
  const { address, port } = value as EndpointSelection
  const stranger = Object.keys(value).find((key) => key !== 'address' && key !== 'port')
  if (stranger !== undefined) throw new InputError('is unknown; known are address, port').under(stranger)
  if (address === undefined && port === undefined) throw new InputError('must have an address or a port')
  return {
    ...(address === undefined ? {} : { prefix: under('address', () => prefixOf(address)) }),
    ...(port === undefined ? {} : { ports: under('port', () => portsOf(port)) }),
  }
}

/** Reads a part of a value; the error contains its key. */
export function under<T>(key: string, read: () => T): T {
  try {
    return read()
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under(key) : thrown
  }
}

/** '[::1]/128:80', '[::/0]', '10.0.0.0/8:80', ':80', '::1': more than one colon outside of brackets belongs to an address. */
const BRACKETED = /^\[([^\]]*)\](\/\d+)?(?::(.*))?$/

function ofText(text: string): EndpointMatch {
  const bracketed = BRACKETED.exec(text)
  if (bracketed !== null) {
    const [, inside = '', length = '', port] = bracketed
    return { prefix: prefixOf(inside + length), ...(port === undefined ? {} : { ports: portsOf(port) }) }
  }
  const colon = text.indexOf(':')
  const isPlain = colon < 0 || colon !== text.lastIndexOf(':')
  const address = isPlain ? text : text.slice(0, colon)
  const port = isPlain ? undefined : text.slice(colon + 1)
  if (address === '' && port === undefined)
    throw new InputError(`must be an address, a port or both, ${SUCH}, not ${describeValue(text)}`)
  return {
    ...(address === '' || address === '*' ? {} : { prefix: prefixOf(address) }),
    ...(port === undefined || port === '*' ? {} : { ports: portsOf(port) }),
  }
}

const ADDRESS_BYTES = 16

/** An address, all bits of which count unless it has a length. */
function prefixOf(text: unknown): Prefix {
  if (typeof text !== 'string') throw new InputError(`must be an IP address or prefix, not ${describeValue(text)}`)
  const slash = text.indexOf('/')
  const address = addressBytes(slash < 0 ? text : text.slice(0, slash))
  const most = 8 * address.length
  if (slash < 0) return { address, length: most }
  const digits = text.slice(slash + 1)
  if (!/^\d{1,3}$/.test(digits) || Number(digits) > most)
    throw new InputError(`must have a prefix length from 0 to ${most}, not ${describeValue(digits)}`, 'range')
  return { address, length: Number(digits) }
}

export function addressBytes(text: string): Uint8Array {
  const writer = new Writer(ADDRESS_BYTES)
  anyIp.write(writer, text)
  return writer.u8.slice(0, writer.at)
}

function portsOf(value: unknown): PortRange {
  if (typeof value === 'string') {
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(value)
    if (range === null) throw new InputError(`must have a port such as 80 or 8000-8999, not ${describeValue(value)}`)
    const [, from, to = from] = range
    return checkedRange(Number(from), Number(to))
  }
  if (typeof value !== 'object' || value === null) return checkedRange(value, value)
  const { from = 0, to = MOST_PORT } = value as Ports
  return checkedRange(from, to)
}

function checkedRange(from: unknown, to: unknown): PortRange {
  for (const port of [from, to]) {
    if (typeof port !== 'number' || !Number.isInteger(port))
      throw new InputError(`must be a port from 0 to ${MOST_PORT}, not ${describeValue(port)}`)
    if (port < 0 || port > MOST_PORT)
      throw new InputError(`must be a port from 0 to ${MOST_PORT}, not ${port}`, 'range')
  }
  if ((from as number) > (to as number))
    throw new InputError(`must be a range that does not end before it begins, not ${from}-${to}`, 'range')
  return { from: from as number, to: to as number }
}
