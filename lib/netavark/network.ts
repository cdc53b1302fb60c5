import { configOf, readOptions } from '../container/config.ts'
import { checkRouteFamilies, readRoutes } from '../container/endpoint/route.ts'
import type { ContainerRoute, NetworkOptions } from '../container/index.ts'
import { addressText, parseSubnet, usable } from '../container/subnet.ts'
import { describeValue } from '../errors.ts'
import { named } from '../verb/checks.ts'
import { PluginError } from './failure.ts'
import { driverOptions } from './options.ts'

/** A subnet of a network, as netavark has it. */
export interface NetavarkSubnet {
  readonly subnet: string
  readonly gateway?: string | null
  /** The addresses that podman assigns. */
  readonly lease_range?: unknown
}

/** A route of a network, as netavark has it. */
export interface NetavarkRoute {
  readonly destination: string
  readonly gateway: string
  readonly metric?: number | null
}

/** A network, as netavark has it. */
export interface NetavarkNetwork {
  readonly name: string
  readonly id: string
  readonly driver: string
  readonly network_interface?: string | null
  readonly subnets?: readonly NetavarkSubnet[] | null
  readonly internal?: boolean
  readonly ipv6_enabled?: boolean
  readonly ipam_options?: Readonly<Record<string, unknown>> | null
  /** Name servers of the network's containers. */
  readonly network_dns_servers?: readonly string[] | null
  readonly options?: Readonly<Record<string, unknown>> | null
  readonly routes?: readonly NetavarkRoute[] | null
}

const IPAM = 'host-local'

/** How many characters of the id are in the name of the link. */
const ID_LENGTH = 10

/** The network with what was left out: its link, and the gateways of its subnets. Refuses what `setup` would refuse. */
export function completed(network: NetavarkNetwork): NetavarkNetwork {
  const { name, id, subnets } = network
  if (!subnets?.length) throw new PluginError(`network '${name}' needs a subnet: podman network create --subnet`)
  const full = {
    ...network,
    network_interface: network.network_interface || `nl${id.slice(0, ID_LENGTH)}`,
    subnets: subnets.map((one) => ({ ...one, gateway: one.gateway || firstOf(one.subnet) })),
  }
  checkIpam(full)
  const { ranges } = configOf(readOptions(networkOptions(full)).requested)
  checkRouteFamilies(readRoutes(routesOf(full)), ranges)
  return full
}

/** podman assigns addresses with the driver `host-local` only. */
function checkIpam({ name, ipam_options: ipam, ipv6_enabled: six, subnets }: NetavarkNetwork): void {
  const driver = ipam?.driver ?? IPAM
  if (driver !== IPAM) throw new PluginError(`ipam_options.driver must be '${IPAM}', not ${describeValue(driver)}`)
  if (six === true && !subnets?.some(({ subnet }) => subnet.includes(':')))
    throw new PluginError(`network '${name}' needs an IPv6 subnet with --ipv6: podman network create --subnet`)
}

function firstOf(subnet: string): string {
  const family = subnet.includes(':') ? 6 : 4
  const range = named('createNetwork', 'subnet', () => parseSubnet(subnet, family))
  return addressText(usable(range).first, family)
}

/** What `createNetwork` gets. */
export function networkOptions(network: NetavarkNetwork): NetworkOptions {
  return {
    name: linkOf(network),
    ...subnetOptions(network),
    ...(network.internal === true && { internal: true }),
    ...driverOptions(network.options ?? {}),
  }
}

/** The further routes of its containers. */
export function routesOf({ routes }: NetavarkNetwork): ContainerRoute[] {
  return (routes ?? []).map(({ destination: dst, gateway, metric }) => ({
    dst,
    ...(gateway ? { gateway } : {}),
    ...(typeof metric === 'number' && { priority: metric }),
  }))
}

/** The name of the bridge. */
export function linkOf({ network_interface: name }: NetavarkNetwork): string {
  if (typeof name === 'string' && name !== '') return name
  throw new PluginError('network.network_interface is missing')
}

/** At most one subnet of each family. */
function subnetOptions({ name, subnets }: NetavarkNetwork): Partial<NetworkOptions> {
  const found: Partial<NetworkOptions> = {}
  for (const { subnet, gateway } of subnets ?? []) {
    const six = subnet.includes(':')
    if (found[six ? 'subnet6' : 'subnet'] !== undefined)
      throw new PluginError(`network '${name}' has two subnets of IPv${six ? 6 : 4}; one of each family is possible`)
    Object.assign(found, six ? { subnet6: subnet } : { subnet })
    if (gateway) Object.assign(found, six ? { gateway6: gateway } : { gateway })
  }
  return found
}
