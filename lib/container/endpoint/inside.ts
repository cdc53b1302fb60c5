import type { Link } from '../../link/index.ts'
import type { Netlink } from '../../netlink/index.ts'
import { type Host, ignoring } from '../host/host.ts'
import type { Lease } from '../state/lease.ts'
import type { AssignedAddress } from '../subnet.ts'

/** The link of a container in its namespace, whatever it is named there; of a veth pair, `end` is the host's end. */
export async function findInside(there: Netlink, { index }: Lease, end: Link | undefined): Promise<Link | undefined> {
  const inside = index ?? (end?.link as number | undefined)
  if (inside === undefined) return undefined
  const link = await ignoring(['ENODEV'], there.getLink(inside, { stats: false }))
  // Each end of a veth pair has the index of the other as its `link`; a link that has the index by chance has not.
  return index !== undefined || link?.link === end?.index ? link : undefined
}

/** Whether the host's end still exists: a container that is being detached has lost nothing. */
export async function isLost({ nl }: Host, { index }: Link): Promise<boolean> {
  return (await ignoring(['ENODEV'], nl.getLink(index, { stats: false }))) !== undefined
}

/** Of the addresses of a link, those that are the wanted one with another prefix length. */
export function addressedOtherwise(listed: readonly string[], { address, length }: AssignedAddress): string[] {
  return listed.filter((one) => one.startsWith(`${address}/`) && one !== `${address}/${length}`)
}
