import type { AttachOptions, EndpointRecord, Network, PortOptions } from '../container/index.ts'
import { describeValue } from '../errors.ts'
import { isIP } from '../wire/ip-text.ts'
import { CniError, CODE } from './failure.ts'
import type { Invocation } from './invocation.ts'
import type { CniAddress, CniResult, CniRoute } from './result.ts'

/** Separates the names of network and container in an id: neither can contain it. */
const BETWEEN = '/'

/** The id of an attachment: with the interface, the key of the specification (network, container, interface). */
export function idOf({ config, environment }: Pick<Invocation, 'config' | 'environment'>): string {
  return `${config.name}${BETWEEN}${environment.containerId}`
}

/** The attachment that the environment names, unless there is none. */
export async function attachedAs(
  invocation: Pick<Invocation, 'config' | 'environment'>,
  network: Network,
): Promise<EndpointRecord | undefined> {
  const id = idOf(invocation)
  const endpoints = await network.endpoints()
  return endpoints.find((one) => one.id === id && one.interface === invocation.environment.ifname)
}

/** The container of an attachment of the network called `name`; undefined for those of others. */
export function containerOf({ id }: EndpointRecord, name: string): string | undefined {
  return id?.startsWith(`${name}${BETWEEN}`) ? id.slice(name.length + BETWEEN.length) : undefined
}

function invalid(at: string, expected: string, value: unknown): CniError {
  return new CniError(CODE.config, `${at} must be ${expected}, not ${describeValue(value)}`)
}

/** A value that can be requested in three ways, of which the first wins (the conventions of CNI), and where it was found. */
function requested(
  { config, environment }: Invocation,
  key: string,
  arg: string,
): readonly [unknown, string] | undefined {
  const cni = config.args?.cni as Readonly<Record<string, unknown>> | undefined
  const ways: (readonly [unknown, string])[] = [
    [config.runtimeConfig?.[key], `runtimeConfig.${key}`],
    [cni?.[key], `args.cni.${key}`],
    [environment.args.get(arg), `${arg} of CNI_ARGS`],
  ]
  return ways.find(([value]) => value !== undefined && value !== '')
}

/** Options of `attach` for an ADD. */
export function attachOptions(invocation: Invocation, lease: CniResult | undefined): AttachOptions {
  const { config, environment } = invocation
  const mac = requested(invocation, 'mac', 'MAC')
  const ports = readPorts(config.runtimeConfig?.portMappings)
  return {
    id: idOf(invocation),
    interface: environment.ifname,
    ...(mac && { mac: readMac(mac) }),
    ...(ports.length > 0 && { ports }),
    ...(config.isDefaultGateway !== undefined && { defaultRoute: config.isDefaultGateway }),
    ...(lease === undefined ? wantedAddresses(invocation) : leased(lease)),
  }
}

function readMac([value, at]: readonly [unknown, string]): string {
  if (typeof value === 'string') return value
  throw invalid(at, 'a hardware address such as 02:00:00:00:00:01', value)
}

/** At most one address of each family; a length is accepted, and has to be that of the subnet. */
function wantedAddresses(invocation: Invocation): AttachOptions {
  const found = requested(invocation, 'ips', 'IP')
  if (found === undefined) return {}
  const [value, at] = found
  const list: unknown = typeof value === 'string' ? value.split(',') : value
  if (!Array.isArray(list)) throw invalid(at, 'an array of addresses', value)
  const wanted: { address?: string; address6?: string } = {}
  for (const one of list) {
    const plain = typeof one === 'string' ? (one.split('/')[0] as string) : ''
    const family = isIP(plain)
    if (family === 0) throw invalid(at, 'addresses such as 10.0.0.5', one)
    const key = family === 4 ? 'address' : 'address6'
    if (wanted[key] !== undefined) throw new CniError(CODE.config, `${at} must have one address of each family`)
    wanted[key] = plain
  }
  return wanted
}

const PROTOCOLS = ['tcp', 'udp', 'sctp']

/** The ports of `runtimeConfig.portMappings`. podman listens on them itself, to reserve them, and portmap of CNI does not check listeners either. */
function readPorts(value: unknown): PortOptions[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalid('runtimeConfig.portMappings', 'an array', value)
  return value.map((one: unknown, i) => {
    const at = `runtimeConfig.portMappings[${i}]`
    if (typeof one !== 'object' || one === null) throw invalid(at, 'an object', one)
    const { hostPort, containerPort, protocol, hostIP } = one as Readonly<Record<string, unknown>>
    const word = typeof protocol === 'string' && protocol !== '' ? protocol.toLowerCase() : 'tcp'
    if (!PROTOCOLS.includes(word)) throw invalid(`${at}.protocol`, `one of ${PROTOCOLS.join(', ')}`, protocol)
    const address = hostIP === undefined || hostIP === null || hostIP === '' ? {} : { address: hostIP as string }
    const host = portNumber(hostPort, `${at}.hostPort`)
    const container = portNumber(containerPort, `${at}.containerPort`)
    return { host, container, protocol: word as NonNullable<PortOptions['protocol']>, reserved: true, ...address }
  })
}

function portNumber(value: unknown, at: string): number {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535) return value as number
  throw invalid(at, 'a port from 1 to 65535', value)
}

/** What the IPAM plugin has assigned. */
function leased({ ips = [], routes = [] }: CniResult): AttachOptions {
  if (ips.length === 0) throw new CniError(CODE.config, 'the IPAM plugin has assigned no address')
  const addresses = ips.map(({ address, gateway }) => ({ address, ...(gateway ? { gateway } : {}) }))
  return { addresses, ...leasedRoutes(routes, ips) }
}

const DEFAULTS = ['0.0.0.0/0', '::/0']

/** A default route is made if the IPAM plugin has one for each family that it has assigned an address of. */
function leasedRoutes(routes: readonly CniRoute[], ips: readonly CniAddress[]): AttachOptions {
  const isSix = (text: string) => text.includes(':')
  const whole = routes.filter(({ dst }) => DEFAULTS.includes(dst))
  const lacking = ips.some(({ address }) => !whole.some(({ dst }) => isSix(dst) === isSix(address)))
  const gatewayOf = ({ dst, gw }: CniRoute) => gw ?? ips.find(({ address }) => isSix(address) === isSix(dst))?.gateway
  const further = routes.filter((route) => !whole.includes(route))
  const list = [
    ...further.map(({ dst, gw, priority }) => ({ dst, ...(gw ? { gateway: gw } : {}), priority })),
    ...(lacking ? whole.map((route) => ({ dst: 'default', gateway: gatewayOf(route), priority: route.priority })) : []),
  ]
  return { ...(lacking && { defaultRoute: false }), ...(list.length > 0 && { routes: list }) }
}
