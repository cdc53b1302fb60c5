import { kernelError } from '../../errors.ts'
import type { NetworkConfig } from '../config.ts'
import { listMembers, overlapping } from '../firewall/state.ts'
import { type Host, ignoring } from '../host/host.ts'
import { retryInterrupted } from '../host/retry.ts'
import type { NetworkContext } from '../network/context.ts'
import { hasParent } from '../parent.ts'
import { type AssignedAddress, addressIsOf, BITS, cidr, overlap, rangeOf, type Subnet } from '../subnet.ts'

/** The addresses outside the subnets of the network, which the host reaches only if it is shown the way. */
export function foreignOf(config: NetworkConfig, addresses: readonly AssignedAddress[]): AssignedAddress[] {
  return addresses.filter(({ address }) => !addressIsOf(config, address))
}

/** Refuses addresses that belong to another network, and prefixes that the host reaches otherwise. */
export async function checkForeign(
  { host, config, bridge }: NetworkContext,
  addresses: readonly AssignedAddress[],
  operation: string,
): Promise<void> {
  const foreign = hasParent(config.mode) ? [] : foreignOf(config, addresses)
  if (foreign.length === 0) return
  const members = await listMembers(host)
  for (const one of foreign) {
    const attribute = `addresses[${addresses.indexOf(one)}].address`
    const other = overlapping(members, rangeOf(one.address) as Subnet)
    const route = await routeAcross(host, one, bridge)
    if (other === undefined && route === undefined) continue
    const what = other === undefined ? `the host's route to ${route}` : `another network's ${other}`
    throw kernelError(operation, -17, { reason: `${cidr(one)} overlaps ${what}`, attribute })
  }
}

/** A route of the host, not through the bridge, to part of what the host is about to reach through the bridge. */
async function routeAcross(
  { nl }: Host,
  one: AssignedAddress,
  bridge: number | undefined,
): Promise<string | undefined> {
  const wanted = rangeOf(reachOf(one, bridge)) as Subnet
  const routes = await retryInterrupted(() => nl.listRoutes({ family: one.family === 4 ? 'inet' : 'inet6' }))
  const found = routes.find(({ dst, oif }) => {
    const range = rangeOf(dst)
    return oif !== bridge && range !== undefined && overlap(range, wanted)
  })
  return found?.dst
}

/** What the host reaches through the link: the whole prefix if it is the gateway there, otherwise the address. */
function reachOf(one: AssignedAddress, bridge: number | undefined): string {
  return bridge !== undefined && one.gateway !== undefined ? cidr(one) : `${one.address}/${BITS[one.family]}`
}

/** Gives the bridge the gateway's address, or the host a route to the container. What exists stays. */
export async function reachForeign(
  { host, config, bridge }: NetworkContext,
  addresses: readonly AssignedAddress[],
): Promise<void> {
  if (bridge === undefined) return
  for (const { family, address, length, gateway } of foreignOf(config, addresses)) {
    const nodad = family === 6 ? { flags: ['nodad' as const] } : {}
    if (gateway !== undefined) await host.nl.replaceAddress({ link: bridge, address: `${gateway}/${length}`, ...nodad })
    else await host.nl.replaceRoute({ ...routeTo(family, address), oif: bridge })
  }
}

/** Removes the routes; the addresses of gateways stay with the bridge. */
export async function unreachForeign(
  { host, config, bridge }: NetworkContext,
  addresses: readonly AssignedAddress[],
): Promise<void> {
  if (bridge === undefined) return
  for (const { family, address, gateway } of foreignOf(config, addresses)) {
    if (gateway === undefined)
      await ignoring(['ESRCH', 'ENODEV'], host.nl.deleteRoute({ ...routeTo(family, address), oif: bridge }))
  }
}

function routeTo(family: 4 | 6, address: string) {
  return { dst: `${address}/${BITS[family]}`, ...(family === 4 && { scope: 'link' as const }) }
}
