import type { Link } from '../link/link.ts'
import type { Links } from './links.ts'

/**
 * What a bridge loses with its last port, and does not get back (br_stp_recalculate_bridge_id in net/bridge/br_stp_if.c). Without ports, its
 * carrier is on until the kernel first selects the states of ports, and no request turns it on again (br_port_state_selection).
 */
export const LOST_WITH_PORTS = ['address'] as const

/** A bridge that has lost its last port has no address, and accepts none of zeros. */
export function isUnset(address: string | undefined): boolean {
  return address === undefined || /^[0:]+$/.test(address)
}

function isPortless(links: Iterable<Link>, index: number): boolean {
  for (const { master } of links) if (master === index) return false
  return true
}

/** The bridges that had no ports, and may have had some since. */
export function portlessBridges({ before, touched, created }: Links): number[] {
  const mayChange =
    created.size > 0 || [...touched.values()].some(({ paths, deleted }) => deleted || paths.has('master'))
  if (!mayChange) return []
  return [...before.values()]
    .filter(({ kind, index, address }) => kind === 'bridge' && !isUnset(address) && isPortless(before.values(), index))
    .map(({ index }) => index)
}
