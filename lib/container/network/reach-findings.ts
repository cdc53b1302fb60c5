import type { Address } from '../../address/index.ts'
import type { Link } from '../../link/index.ts'
import type { Route } from '../../route/index.ts'
import { attachmentOf } from '../endpoint/attachment.ts'
import { foreignOf } from '../endpoint/foreign-address.ts'
import { retryInterrupted } from '../host/retry.ts'
import type { Lease } from '../state/lease.ts'
import { type AssignedAddress, BITS } from '../subnet.ts'
import type { Finding } from '../types.ts'
import { type Inventory, settled } from './collect.ts'
import type { NetworkContext } from './context.ts'
import { finding } from './finding.ts'

/** What the host needs on one of its links to reach a container. */
interface Way {
  /** What differs: the host's end of the container, or the bridge. */
  readonly subject: string
  readonly link: number
  /** Address of the host, the gateway of the container, with its length. */
  readonly address?: string
  /** Destination of a route. */
  readonly dst?: string
}

/** What the host has lost of the way to containers: all that it has without a bridge, and what leads to addresses outside the subnets. */
export async function reachFindings(
  { config, host, bridge }: NetworkContext,
  inventory: Inventory,
  links: ReadonlyMap<string, Link>,
): Promise<Finding[]> {
  const waysTo = (lease: Lease): Way[] => {
    const { addresses } = attachmentOf(lease)
    const { link, index } = { link: lease.link, index: links.get(lease.link)?.index as number }
    if (config.mode === 'ptp') return addresses.flatMap((one) => directWays(one, link, index))
    return bridge === undefined ? [] : foreignOf(config, addresses).map((one) => foreignWay(one, config.name, bridge))
  }
  const ways = settled(inventory).flatMap(waysTo)
  if (ways.length === 0) return []
  const [addresses, routes] = [
    await retryInterrupted(() => host.nl.listAddresses()),
    await retryInterrupted(() => host.nl.listRoutes()),
  ]
  return ways.flatMap((way) => wayFindings(way, addresses, routes))
}

function directWays({ family, address, gateway }: AssignedAddress, subject: string, link: number): Way[] {
  const own = gateway === undefined ? [] : [{ subject, link, address: `${gateway}/${BITS[family]}` }]
  return [...own, { subject, link, dst: `${address}/${BITS[family]}` }]
}

function foreignWay({ family, address, length, gateway }: AssignedAddress, subject: string, link: number): Way {
  return gateway === undefined
    ? { subject, link, dst: `${address}/${BITS[family]}` }
    : { subject, link, address: `${gateway}/${length}` }
}

function wayFindings(
  { subject, link, address, dst }: Way,
  addresses: readonly Address[],
  routes: readonly Route[],
): Finding[] {
  if (address !== undefined) {
    if (addresses.some((one) => one.address === address && one.link === link)) return []
    return [finding('address-missing', subject, `link ${subject} lacks ${address}`, { expected: address })]
  }
  if (routes.some((one) => one.dst === dst && one.oif === link)) return []
  return [finding('route-missing', subject, `no route to ${dst}`, { expected: dst as string })]
}
