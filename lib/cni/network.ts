import { builtin } from '../builtin.ts'
import { createNetwork, type Network, type NetworkOptions } from '../container/index.ts'
import { openIfThere } from '../container/open-if-there.ts'
import type { Config } from './config.ts'
import { subnetOf } from './prefix.ts'
import type { CniAddress, CniResult } from './result.ts'

/** Longest name of a link: IFNAMSIZ minus the closing NUL. */
const LONGEST = 15

/** The name of the network here, which is that of its bridge: as configured, the network's own, or one derived from that if it is too long. */
export function networkName({ bridge, name }: Config): string {
  if (bridge !== undefined) return bridge as string
  if (name.length <= LONGEST) return name
  return `cni${builtin
    .crypto()
    .createHash('sha256')
    .update(name)
    .digest('hex')
    .slice(0, LONGEST - 3)}`
}

/** The keys of the network as options. */
function optionsOf(config: Config): NetworkOptions {
  const { mode, parent, subnet, gateway, subnet6, gateway6, mtu, isolate, internal, allowForward } = config
  const six = typeof subnet === 'string' && subnet.includes(':') && subnet6 === undefined
  const own = six ? { subnet6: subnet, gateway6: gateway ?? gateway6 } : { subnet, gateway, subnet6, gateway6 }
  const { ipMasq: masquerade, remoteSubnets, state } = config
  const spoofGuard = spoofGuardOf(config)
  const rest = { mode, parent, mtu, masquerade, isolate, internal, remoteSubnets, allowForward, spoofGuard, state }
  const all = { name: networkName(config), ...own, ...rest }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as NetworkOptions
}

/**
 * Off unless requested, as in the bridge plugin: a plugin later in the chain, tuning, may change the hardware address, and the guard would drop
 * everything that the container sends.
 */
function spoofGuardOf({ mode, macspoofchk }: Config): unknown {
  return macspoofchk ?? (mode === undefined || mode === 'bridge' ? false : undefined)
}

/**
 * The network, created where it does not exist. Where the configuration has no subnet, an existing network keeps its own, and a new one gets that
 * of the addresses which the IPAM plugin has assigned.
 */
export async function obtainNetwork(config: Config, lease: CniResult | undefined, exists: boolean): Promise<Network> {
  const options = { ...optionsOf(config), restore: false }
  if (exists || lease === undefined || options.subnet !== undefined || options.subnet6 !== undefined)
    return createNetwork(options)
  return createNetwork({ ...options, ...subnetsOf(lease.ips ?? []) })
}

/** The subnets of delegated addresses, one a family, and their gateways. */
function subnetsOf(ips: readonly CniAddress[]): Partial<NetworkOptions> {
  const four = ips.find(({ address }) => !address.includes(':'))
  const six = ips.find(({ address }) => address.includes(':'))
  return {
    ...(four && { subnet: subnetOf(four.address), ...(four.gateway && { gateway: four.gateway }) }),
    ...(six && { subnet6: subnetOf(six.address), ...(six.gateway && { gateway6: six.gateway }) }),
  }
}

/** The network, unless it does not exist. */
export async function existingNetwork(config: Config): Promise<Network | undefined> {
  const { name, state } = optionsOf(config)
  try {
    return await openIfThere(name, state === undefined ? {} : { state })
  } catch (thrown) {
    // A name that cannot be one is of no network.
    if (thrown instanceof TypeError || thrown instanceof RangeError) return undefined
    throw thrown
  }
}
