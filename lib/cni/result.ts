import { describeValue } from '../errors.ts'
import { isIP } from '../wire/ip-text.ts'
import { type CniDns, readDns } from './dns.ts'
import { CniError, CODE } from './failure.ts'
import { since, type Version } from './version.ts'

/** A link of an attachment. */
export interface CniInterface {
  /** Name of the link, 'eth0'. */
  readonly name: string
  /** Hardware address, '02:00:0a:01:00:05'. */
  readonly mac?: string
  /** MTU in bytes; since 1.1.0. */
  readonly mtu?: number
  /** Path of the namespace; absent for a link of the host. */
  readonly sandbox?: string
  /** Path of a socket that belongs to the link; since 1.1.0. */
  readonly socketPath?: string
  /** Identifier of a PCI device; since 1.1.0. */
  readonly pciID?: string
}

/** An address of an attachment. */
export interface CniAddress {
  /** Address with prefix length, '10.1.0.5/16'. */
  readonly address: string
  /** Gateway of the subnet, '10.1.0.1'. */
  readonly gateway?: string
  /** Index in `interfaces` of the link that has the address. */
  readonly interface?: number
  /** '4' or '6'; only before 1.0.0. */
  readonly version?: string
}

/** A route of an attachment. */
export interface CniRoute {
  /** Destination, '10.0.0.0/8'; '0.0.0.0/0' or '::/0' for the default route. */
  readonly dst: string
  /** Gateway, '10.1.0.1'. */
  readonly gw?: string
  /** MTU along the route, in bytes; since 1.1.0. */
  readonly mtu?: number
  /** Maximum segment size to advertise to TCP peers, in bytes; since 1.1.0. */
  readonly advmss?: number
  /** Priority, the lowest first; since 1.1.0. */
  readonly priority?: number
  /** Routing table; since 1.1.0. */
  readonly table?: number
  /** Scope as the kernel numbers it; since 1.1.0. */
  readonly scope?: number
}

/** The result of ADD: section "Success" of the specification. */
export interface CniResult {
  /** Version of the specification, '1.0.0'. */
  readonly cniVersion?: string
  /** Links of the attachment, those of the host first. */
  readonly interfaces?: readonly CniInterface[]
  /** Addresses of the attachment. */
  readonly ips?: readonly CniAddress[]
  /** Routes of the attachment. */
  readonly routes?: readonly CniRoute[]
  /** What resolvers need. */
  readonly dns?: CniDns
}

/** Fields of 1.1.0 that older versions do not have. */
const NEWER = { interfaces: ['mtu', 'socketPath', 'pciID'], routes: ['mtu', 'advmss', 'priority', 'table', 'scope'] }

/** The result as a version has it. */
export function asVersion(result: CniResult, version: Version): CniResult {
  const { cniVersion: _cniVersion, interfaces, ips, routes, dns, ...others } = result
  const older = !since(version, '1.1.0')
  return {
    ...others,
    cniVersion: version,
    ...(interfaces && { interfaces: older ? interfaces.map((one) => without(one, NEWER.interfaces)) : interfaces }),
    ...(ips && { ips: ips.map((one) => addressAs(one, version)) }),
    ...(routes && { routes: older ? routes.map((one) => without(one, NEWER.routes)) : routes }),
    dns: dns ?? {},
  }
}

function without<T extends object>(object: T, keys: readonly string[]): T {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))) as T
}

/** Versions before 1.0.0 have the family as well. */
function addressAs({ version: _version, ...rest }: CniAddress, version: Version): CniAddress {
  return since(version, '1.0.0') ? rest : { version: rest.address.includes(':') ? '6' : '4', ...rest }
}

/** Reads a result of another plugin, of any version; `at` is where it comes from. */
export function readResult(value: unknown, at: string): CniResult {
  if (!isObject(value)) throw wrong(at, 'an object', value)
  for (const key of ['interfaces', 'ips', 'routes'] as const) {
    const list = value[key] ?? []
    if (!Array.isArray(list)) throw wrong(`${at}.${key}`, 'an array', list)
    for (const [i, one] of list.entries()) if (!isObject(one)) throw wrong(`${at}.${key}[${i}]`, 'an object', one)
  }
  const { interfaces, ips, routes, dns, ...rest } = value as CniResult
  for (const [i, { name }] of (interfaces ?? []).entries())
    if (typeof name !== 'string') throw wrong(`${at}.interfaces[${i}].name`, 'the name of a link', name)
  for (const [i, { address }] of (ips ?? []).entries())
    if (!isPrefix(address)) throw wrong(`${at}.ips[${i}].address`, 'an address such as 10.0.0.2/16', address)
  for (const [i, { dst }] of (routes ?? []).entries())
    if (!isPrefix(dst)) throw wrong(`${at}.routes[${i}].dst`, 'a prefix such as 10.0.0.0/8', dst)
  const resolver = dns === undefined || dns === null ? {} : { dns: readDns(dns, `${at}.dns`, CODE.decoding) }
  return { ...rest, ...(interfaces && { interfaces }), ...(ips && { ips }), ...(routes && { routes }), ...resolver }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An address with its length. */
function isPrefix(value: unknown): boolean {
  const [address = '', length = '', ...more] = typeof value === 'string' ? value.split('/') : []
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address) as 0 | 4 | 6]
  return more.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= most
}

function wrong(at: string, expected: string, value: unknown): CniError {
  return new CniError(CODE.decoding, `${at} must be ${expected}, not ${describeValue(value)}`)
}

/** What a plugin in a chain returns: what came from those before it, and its own. */
export function joined(before: CniResult | undefined, own: CniResult): CniResult {
  if (before === undefined) return own
  const offset = before.interfaces?.length ?? 0
  const ips = (own.ips ?? []).map((one) =>
    one.interface === undefined ? one : { ...one, interface: one.interface + offset },
  )
  return {
    ...before,
    interfaces: [...(before.interfaces ?? []), ...(own.interfaces ?? [])],
    ips: [...(before.ips ?? []), ...ips],
    routes: [...(before.routes ?? []), ...(own.routes ?? [])],
    dns: { ...before.dns, ...own.dns },
  }
}
