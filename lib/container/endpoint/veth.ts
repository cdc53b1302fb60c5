import type { NetlinkError } from '../../errors.ts'
import type { BatchResult, Changes } from '../../netlink/index.ts'
import type { Netns } from '../../netns/index.ts'
import type { NetworkConfig } from '../config.ts'
import { endParameters } from '../host/parameter.ts'
import type { AssignedAddress } from '../subnet.ts'
import type { HostEnd } from './container-side.ts'

/** The container's end of a veth pair, from its index on the host: both are chosen together. */
export function containerEnd<V extends Pick<VethPair, 'link' | 'index'>>(veth: V): V & { end: HostEnd } {
  const { link, index } = veth
  return { ...veth, index: index + 1, end: { link, index } }
}

/** The veth pair of one container. */
export interface VethPair {
  /** The host's end, and its index; the other end has the next one. */
  readonly link: string
  readonly index: number
  /** The container's end. */
  readonly interface: string
  readonly mac: string
  readonly addresses: readonly AssignedAddress[]
  /** Where the container's end is; undefined for the host. */
  readonly netns: Netns | undefined
}

/**
 * The host's part in one datagram: both ends of the veth pair in one message, the far one in the container already, then what
 * the near one is to the host. Indices are chosen, so that nothing has to be looked up in between.
 */
export function configureHost(b: Changes, config: NetworkConfig, bridge: number | undefined, veth: VethPair): void {
  const { link, index, mac, netns } = veth
  const mtu = config.mtu === undefined ? {} : { mtu: config.mtu }
  const peer = { name: veth.interface, index: index + 1, address: mac, ...(netns && { netns }), ...mtu }
  b.createVeth({ name: link, index, up: true, ...mtu, ...portOf(config, bridge), peer })
  b.setLink(index, { afSpec: { inet: { conf: endParameters(config).inet } } })
  if (bridge === undefined) routeHost(b, veth, 'add')
}

/** A frame may leave by the port it came in by: a container that asks its own published port. Isolated ports exchange frames with the bridge alone. */
function portOf({ isolateContainers }: NetworkConfig, bridge: number | undefined) {
  if (bridge === undefined) return {}
  return { master: bridge, port: { mode: true, ...(isolateContainers && { isolated: true }) } }
}

/** The host's part of a veth pair that exists, as far as it was changed. */
export function reconfigureHost(
  b: Changes,
  config: NetworkConfig,
  bridge: number | undefined,
  { index, addresses, mac }: Pick<VethPair, 'index' | 'addresses' | 'mac'>,
): void {
  b.setLink(index, { up: true, ...(config.mtu === undefined ? {} : { mtu: config.mtu }), ...portOf(config, bridge) })
  if (bridge === undefined) routeHost(b, { index, addresses, mac }, 'replace')
}

/** Without a bridge: the gateway's address on the host's end, and a route to the container through it. */
function routeHost(
  b: Changes,
  { index: link, addresses, mac }: Pick<VethPair, 'index' | 'addresses' | 'mac'>,
  how: 'add' | 'replace',
): void {
  for (const { family, address, gateway } of addresses) {
    const own = gateway === undefined ? [] : [{ link, address: `${gateway}/${family === 4 ? 32 : 128}` }]
    if (family === 4) {
      for (const one of own) b[`${how}Address`](one)
      b[`${how}Route`]({ dst: `${address}/32`, oif: link, scope: 'link', ...(gateway && { prefsrc: gateway }) })
    } else {
      for (const one of own) b[`${how}Address`]({ ...one, flags: ['nodad'] })
      b[`${how}Route`]({ dst: `${address}/128`, oif: link })
      // The host need not ask, which it could not until its own link-local address exists.
      b[`${how}Neighbour`]({ link, dst: address, lladdr: mac, state: ['permanent'] })
    }
  }
}

/** The first refusal. */
export function failure(results: readonly BatchResult[]): NetlinkError | undefined {
  return results.find((result) => !result.ok && result.error !== undefined)?.error
}
