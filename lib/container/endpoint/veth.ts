import type { NetlinkError } from '../../errors.ts'
import type { BatchResult, Changes } from '../../netlink/index.ts'
import type { Netns } from '../../netns/index.ts'
import type { NetworkConfig } from '../config.ts'
import type { Addresses } from '../firewall/elements.ts'
import { endParameters } from '../host/parameter.ts'

/** The veth pair of one container. */
export interface VethPair extends Addresses {
  /** The host's end, and its index; the other end has the next one. */
  readonly link: string
  readonly index: number
  /** The container's end. */
  readonly interface: string
  readonly mac: string
  readonly netns: Netns
}

/**
 * The host's part in one datagram: both ends of the veth pair in one message, the far one in the container already, then what
 * the near one is to the host. Indices are chosen, so that nothing has to be looked up in between.
 */
export function configureHost(b: Changes, config: NetworkConfig, bridge: number | undefined, veth: VethPair): void {
  const { link, index, mac, netns } = veth
  const mtu = config.mtu === undefined ? {} : { mtu: config.mtu }
  const peer = { name: veth.interface, index: index + 1, address: mac, netns, ...mtu }
  b.createVeth({ name: link, index, up: true, ...mtu, ...portOf(bridge), peer })
  b.setLink(index, { afSpec: { inet: { conf: endParameters(config).inet } } })
  if (bridge === undefined) routeHost(b, config, veth)
}

/** A frame may leave by the port it came in by: a container that asks its own published port. */
function portOf(bridge: number | undefined) {
  return bridge === undefined ? {} : { master: bridge, port: { mode: true } }
}

/** The host's part of a veth pair that is there, as far as somebody has changed it. */
export function reconfigureHost(
  b: Changes,
  config: NetworkConfig,
  bridge: number | undefined,
  { index, address, address6, mac }: Omit<VethPair, 'netns' | 'interface' | 'link'>,
): void {
  b.setLink(index, { up: true, ...(config.mtu === undefined ? {} : { mtu: config.mtu }), ...portOf(bridge) })
  if (bridge !== undefined) return
  const { gateway, gateway6 } = config
  if (gateway !== undefined && address !== undefined) {
    b.replaceAddress({ link: index, address: `${gateway}/32` })
    b.replaceRoute({ dst: `${address}/32`, oif: index, scope: 'link', prefsrc: gateway })
  }
  if (gateway6 !== undefined && address6 !== undefined) {
    b.replaceAddress({ link: index, address: `${gateway6}/128`, flags: ['nodad'] })
    b.replaceRoute({ dst: `${address6}/128`, oif: index })
    b.replaceNeighbour({ link: index, dst: address6, lladdr: mac, state: ['permanent'] })
  }
}

/** Without a bridge: the gateway's address on the host's end, and a route to the container by it. */
function routeHost(
  b: Changes,
  { gateway, gateway6 }: NetworkConfig,
  { index, address, address6, mac }: VethPair,
): void {
  if (gateway !== undefined && address !== undefined) {
    b.addAddress({ link: index, address: `${gateway}/32` })
    b.addRoute({ dst: `${address}/32`, oif: index, scope: 'link', prefsrc: gateway })
  }
  if (gateway6 !== undefined && address6 !== undefined) {
    b.addAddress({ link: index, address: `${gateway6}/128`, flags: ['nodad'] })
    b.addRoute({ dst: `${address6}/128`, oif: index })
    // The host need not ask, which it could not until its own link-local address is there.
    b.addNeighbour({ link: index, dst: address6, lladdr: mac, state: ['permanent'] })
  }
}

/** The first refusal. */
export function failure(results: readonly BatchResult[]): NetlinkError | undefined {
  return results.find((result) => !result.ok && result.error !== undefined)?.error
}
