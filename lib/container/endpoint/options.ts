import { describeValue, InputError } from '../../errors.ts'
import { checkLimits, type Limits } from '../../transport/limit.ts'
import { checkAll } from '../../verb/checks.ts'
import { isIP } from '../../wire/ip-text.ts'
import { shape } from '../../wire/such.ts'
import { address, boolean, macAddress, shortName } from '../checks.ts'
import { readPorts } from '../firewall/ports.ts'
import { BITS, unroutedRange } from '../subnet.ts'
import type { AddressOptions, AttachOptions, ContainerRoute, EndpointOptions, Port } from '../types.ts'
import { identity, readLabels, readRoutes } from './route.ts'

/** An address that the caller assigns, checked; without a length, it must be in a subnet of the network. */
export interface WantedAddress {
  readonly family: 4 | 6
  readonly address: string
  readonly length?: number
  readonly gateway?: string
}

/** The options of an attachment, checked. */
export interface AttachConfig {
  readonly interface: string
  readonly address?: string
  readonly address6?: string
  readonly addresses?: readonly WantedAddress[]
  readonly mac?: string
  readonly ports: readonly Port[]
  readonly id?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly defaultRoute?: boolean
  readonly routes?: readonly ContainerRoute[]
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new InputError(`must be an address, not ${describeValue(value)}`)
  return value
}

/** An address, with its length where there is one. */
function withLength(value: unknown): WantedAddress {
  const [plain = '', length, ...more] = typeof value === 'string' ? value.split('/') : []
  const family = isIP(plain)
  const isLength = length === undefined || /^\d{1,3}$/.test(length)
  if (family === 0 || !isLength || more.length > 0)
    throw new InputError(`must be an address such as 10.0.0.5/16, not ${describeValue(value)}`)
  const most = BITS[family]
  if (length !== undefined && (Number(length) < 1 || Number(length) > most))
    throw new InputError(`must have a prefix length from 1 to ${most}, not ${length}`, 'range')
  const reserved = unroutedRange(plain)
  if (reserved !== undefined)
    throw new InputError(`must be a unicast address, and ${describeValue(value)} is in ${reserved}`, 'range')
  return { family, address: address(family)(plain), ...(length !== undefined && { length: Number(length) }) }
}

function gatewayAddress(value: unknown): string {
  const family = typeof value === 'string' ? isIP(value) : 0
  if (family === 0) throw new InputError(`must be an IP address, not ${describeValue(value)}`)
  return address(family as 4 | 6)(value)
}

const ADDRESS_CHECKS = { address: withLength, gateway: gatewayAddress }
const EXAMPLE = "{ address: '10.0.0.5/16' }"

function reader(operation: string): (value: unknown) => WantedAddress[] {
  return (value) => {
    if (!Array.isArray(value)) throw shape(`[${EXAMPLE}]`, value)
    if (value.length === 0) throw new InputError('must contain at least one address')
    const found = value.map((one, i) => readAddress(operation, one as AddressOptions, `addresses[${i}]`))
    for (const [i, { address: own }] of found.entries()) {
      if (found.findIndex((other) => other.address === own) < i)
        throw new TypeError(`${operation}: addresses[${i}].address is given twice: ${own}`)
    }
    return found
  }
}

function readAddress(operation: string, options: AddressOptions, at: string): WantedAddress {
  const found = checkAll(operation, options, ADDRESS_CHECKS, at, EXAMPLE)
  const { address: own, gateway } = found
  if (own === undefined) throw new TypeError(`${operation}: ${at}.address is missing`)
  if (gateway === undefined) return own
  if (isIP(gateway) !== own.family)
    throw new TypeError(`${operation}: ${at}.gateway must be of the family of ${own.address}, not ${gateway}`)
  if (gateway === own.address)
    throw new TypeError(`${operation}: ${at}.gateway must not be the address of the container, ${gateway}`)
  return { ...own, gateway }
}

function checksOf(operation: string) {
  return {
    interface: shortName,
    address: text,
    address6: text,
    addresses: reader(operation),
    mac: macAddress,
    ports: (value: unknown) => readPorts(value, operation),
    id: identity,
    labels: readLabels,
    defaultRoute: boolean,
    routes: readRoutes,
  }
}

/** Checks the options of `attach`. */
export function readAttachOptions(operation: string, options: AttachOptions): AttachConfig {
  const found = checkAll(operation, options, checksOf(operation))
  const extra = (['address', 'address6'] as const).find((key) => found[key] !== undefined)
  if (found.addresses !== undefined && extra !== undefined)
    throw new TypeError(`${operation}: ${extra} is not allowed with addresses`)
  return { interface: 'eth0', ports: [], ...found }
}

/** Options that concern the inside of a container, which an engine configures itself. */
const INSIDE = ['defaultRoute', 'routes'] as const

/** Checks the options of `createEndpoint`. */
export function readEndpointOptions(options: EndpointOptions): { wanted: AttachConfig; limits: Limits } {
  const operation = 'createEndpoint'
  const { signal, timeout, ...rest } = options
  const limits = { signal, timeout }
  checkLimits(operation, limits)
  signal?.throwIfAborted()
  const wanted = readAttachOptions(operation, rest)
  if (wanted.id === undefined) throw new TypeError(`${operation}: id is missing`)
  const extra = INSIDE.find((key) => wanted[key] !== undefined)
  if (extra !== undefined)
    throw new TypeError(`${operation}: ${extra} is not allowed here: the engine configures the container`)
  return { wanted, limits }
}
