import { describeValue, InputError } from '../errors.ts'
import { checkLimits, type Limits, refuseBareSignal } from '../transport/limit.ts'
import { anything, type Checks, checkAll, named, oneOf, wholeNumber } from '../verb/checks.ts'
import { parseIp4 } from '../wire/ip-text.ts'
import type { OutsideOptions, OutsidePort } from './types.ts'

/** A port with its defaults filled in. */
export interface Port {
  readonly host: number
  readonly container: number
  readonly protocol: 'tcp' | 'udp'
  readonly address?: string
}

/** The options of a connection, checked. */
export interface Given {
  readonly ports: readonly Port[]
  readonly mtu: number
  readonly hostLoopback: boolean
  readonly limits: Limits
}

const PATIENCE = 30_000
/** The greatest MTU of a tap link whose packets slirp4netns takes (slirp4netns(1)). */
const MTU = 65_520

const CHECKS: Checks<Required<OutsideOptions>> = {
  ports: (value) => {
    if (!Array.isArray(value)) throw new InputError(`must be a list of ports, not ${describeValue(value)}`)
    return value
  },
  mtu: wholeNumber(1280, 65_521),
  hostLoopback: (value) => {
    if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
    return value
  },
  signal: anything,
  timeout: anything,
}

const PORT: Checks<Required<OutsidePort>> = {
  host: wholeNumber(1, 65_535),
  container: wholeNumber(1, 65_535),
  protocol: oneOf('tcp', 'udp'),
  address: (value) => {
    if (typeof value !== 'string' || parseIp4(value, 0, value.length) < 0)
      throw new InputError(`must be an IPv4 address, not ${describeValue(value)}`)
    return value
  },
}

/** Checks the options of a connection. */
export function readOptions(operation: string, options: OutsideOptions): Given {
  refuseBareSignal(operation, options)
  const {
    ports = [],
    mtu = MTU,
    hostLoopback = false,
    signal,
    timeout = PATIENCE,
  } = checkAll(operation, options, CHECKS)
  const limits = { signal, timeout }
  checkLimits(operation, limits)
  return { ports: readPorts(operation, ports), mtu, hostLoopback, limits }
}

/** Checks ports; two of them with the same port of the host are refused. */
export function readPorts(operation: string, ports: unknown): readonly Port[] {
  const list = named(operation, 'ports', () => CHECKS.ports(ports)) as readonly unknown[]
  const read = list.map((port, index) => readPort(operation, port, `ports[${index}]`))
  for (const [index, port] of read.entries()) {
    const other = read.findIndex((one) => collides(one, port))
    if (other === index) continue
    throw new TypeError(`${operation}: ports[${index}].host must not be ${port.host}, which ports[${other}] publishes`)
  }
  return read
}

function readPort(operation: string, port: unknown, at: string): Port {
  const { host, container, protocol = 'tcp', address } = checkAll(operation, port, PORT, at)
  if (host === undefined) throw new TypeError(`${operation}: ${at}.host is missing`)
  if (container === undefined) throw new TypeError(`${operation}: ${at}.container is missing`)
  return { host, container, protocol, ...(address === undefined ? {} : { address }) }
}

/** Whether two ports cannot be published together. */
export function collides(one: Port, other: Port): boolean {
  const sameAddress = one.address === undefined || other.address === undefined || one.address === other.address
  return one.host === other.host && one.protocol === other.protocol && sameAddress
}

/** `8080/tcp`, or `127.0.0.1:8080/tcp`. */
export function portText({ host, protocol, address }: Port): string {
  return `${address === undefined ? '' : `${address}:`}${host}/${protocol}`
}
