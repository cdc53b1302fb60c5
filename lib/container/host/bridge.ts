import { kernelError, NetlinkError } from '../../errors.ts'
import type { Link } from '../../link/index.ts'
import type { NetworkConfig } from '../config.ts'
import { failure } from '../endpoint/veth.ts'
import { addressNumber, macOf, overlap, parseSubnet, type Range, rangeOf } from '../subnet.ts'
import { type Host, ignoring } from './host.ts'
import { hostParameters, setSysctls, sysctlsOf } from './parameter.ts'

const OPERATION = 'createNetwork'

/** The bridge's hardware address: one that is set never follows a port's (br_stp_recalculate_bridge_id in net/bridge). */
export function bridgeMac({ ranges }: NetworkConfig): string {
  const { family, gateway } = ranges[0] as Range
  return macOf(addressNumber(gateway, family) as bigint)
}

/** The link of that name, if there is one. */
export function findLink(host: Host, name: string): Promise<Link | undefined> {
  return ignoring(['ENODEV'], host.nl.getLink(name, { stats: false }))
}

/** Makes the bridge with the host's addresses. */
export async function makeBridge(host: Host, config: NetworkConfig): Promise<number> {
  const { index } = await host.nl.createBridge({ name: config.name, address: bridgeMac(config) })
  await configureBridge(host, config, index)
  return index
}

/** Configures the bridge, which is new or was changed. */
export async function configureBridge(host: Host, config: NetworkConfig, index: number): Promise<void> {
  const { name, mtu } = config
  const parameters = hostParameters(config)
  await setSysctls(host.netns, sysctlsOf(name, parameters))
  const results = await host.nl.batch((b) => {
    b.setLink(index, { afSpec: { inet: { conf: parameters.inet } } })
    // An MTU that is set after creation stays, whatever ports are added or removed (br_change_mtu).
    b.setLink(index, { up: true, address: bridgeMac(config), ...(mtu === undefined ? {} : { mtu }) })
    for (const { address, flags } of hostAddresses(config)) b.replaceAddress({ link: index, address, flags })
  })
  const error = failure(results)
  if (error !== undefined) throw error
}

/**
 * A link-local address of the bridge that is there before its first port is: without one the kernel asks for no neighbour on behalf of
 * others (ndisc_solicit in net/ipv6/ndisc.c), and it makes its own when there is a port, in its own time.
 */
const LINK_LOCAL = { address: 'fe80::1/64', flags: ['nodad' as const] }

/** The host's addresses in the network; those of IPv6 are usable at once, because no other link can have them. */
export function hostAddresses({ ranges }: NetworkConfig): { address: string; flags?: 'nodad'[] }[] {
  return ranges.flatMap(({ family, subnet, gateway }) => {
    const address = `${gateway}/${parseSubnet(subnet, family).length}`
    return family === 4 ? [{ address }] : [{ address, flags: ['nodad' as const] }, LINK_LOCAL]
  })
}

/** Kernel parameters that were asked for, with their values; that the host forwards is the subject of forwarding.ts. */
export function parametersOf({ bridgeNetfilter }: NetworkConfig): Record<string, string> {
  const calls = bridgeNetfilter === undefined ? undefined : bridgeNetfilter ? '1' : '0'
  return calls === undefined
    ? {}
    : { 'net/bridge/bridge-nf-call-iptables': calls, 'net/bridge/bridge-nf-call-ip6tables': calls }
}

/** Sets them. */
export async function setParameters(host: Host, config: NetworkConfig): Promise<void> {
  for (const [name, value] of Object.entries(parametersOf(config))) {
    try {
      await host.ensure(name, value)
    } catch (thrown) {
      throw parameterError(name, thrown)
    }
  }
}

function parameterError(name: string, thrown: unknown): unknown {
  if (!(thrown instanceof NetlinkError)) return thrown
  if (thrown.code === 'ENOENT' && name.startsWith('net/bridge/'))
    return kernelError(OPERATION, thrown.errno, {
      reason: 'the kernel module br_netfilter is not loaded',
      attribute: 'bridgeNetfilter',
    })
  return thrown
}

/** Refuses subnets that the host reaches some other way already: its own networks' would be shadowed, or theirs. */
export async function checkRoutes(host: Host, config: NetworkConfig): Promise<void> {
  const wanted = config.ranges.map(({ family, subnet }) => ({
    option: family === 4 ? 'subnet' : 'subnet6',
    range: parseSubnet(subnet, family),
  }))
  for (const { option, range } of wanted) {
    for await (const { dst, oif } of host.nl.streamRoutes({ family: range.family === 4 ? 'inet' : 'inet6' })) {
      const other = rangeOf(dst)
      if (other === undefined || !overlap(range, other)) continue
      const where = oif === undefined ? '' : ` via ${await nameOf(host, oif)}`
      throw kernelError(OPERATION, -17, {
        reason: `overlaps the host's route to ${dst}${where}`,
        attribute: option,
      })
    }
  }
}

async function nameOf(host: Host, index: number): Promise<string> {
  return (await ignoring(['ENODEV'], host.nl.getLink(index, { stats: false })))?.name ?? String(index)
}
