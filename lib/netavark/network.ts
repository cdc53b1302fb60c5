import type { NetworkOptions } from '../container/index.ts'
import { addressText, parseSubnet, usable } from '../container/subnet.ts'
import { describeValue } from '../errors.ts'
import { PluginError } from './failure.ts'

/** A subnet of a network, as netavark has it. */
export interface NetavarkSubnet {
  readonly subnet: string
  readonly gateway?: string | null
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
  readonly options?: Readonly<Record<string, string>> | null
  readonly routes?: readonly NetavarkRoute[] | null
}

/** How many characters of the id are in the name of the link. */
const ID_LENGTH = 10

/** Options of `podman network create -o KEY=VALUE`, as options of a network. */
const OPTIONS: Readonly<Record<string, readonly [keyof NetworkOptions, (text: string, key: string) => unknown]>> = {
  mode: ['mode', (text) => text],
  mtu: ['mtu', wholeNumber],
  isolate: ['isolate', truth],
  masquerade: ['masquerade', truth],
}

function wholeNumber(text: string, key: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new PluginError(`option ${key} must be a whole number, not ${describeValue(text)}`)
  return Number(text)
}

function truth(text: string, key: string): boolean {
  if (!['true', 'false', '1', '0'].includes(text))
    throw new PluginError(`option ${key} must be true or false, not ${describeValue(text)}`)
  return text === 'true' || text === '1'
}

/** The network with what was left out: its link, and the gateways of its subnets. */
export function completed(network: NetavarkNetwork): NetavarkNetwork {
  const { id, subnets } = network
  if (!subnets?.length)
    throw new PluginError(`network '${network.name}' needs a subnet: podman network create --subnet`)
  const full = {
    ...network,
    network_interface: network.network_interface || `nl${id.slice(0, ID_LENGTH)}`,
    subnets: subnets.map((one) => ({ ...one, gateway: one.gateway || firstOf(one.subnet) })),
  }
  networkOptions(full)
  return full
}

function firstOf(subnet: string): string {
  const family = subnet.includes(':') ? 6 : 4
  return addressText(usable(parseSubnet(subnet, family)).first, family)
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

function driverOptions(options: Readonly<Record<string, string>>): Partial<NetworkOptions> {
  return Object.fromEntries(
    Object.entries(options).map(([key, text]) => {
      const known = Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined
      if (known === undefined)
        throw new PluginError(`unknown option ${describeValue(key)}; known are ${Object.keys(OPTIONS).join(', ')}`)
      return [known[0], known[1](text, key)]
    }),
  )
}
