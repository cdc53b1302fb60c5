import type { NetworkContext } from '../network/context.ts'
import type { Lease } from '../state/lease.ts'
import { type AssignedAddress, BITS, cidr, familyOf, firstAddresses } from '../subnet.ts'
import type { EndpointRecord, Port } from '../types.ts'

/** What a lease says of the container that it belongs to. */
export interface Attachment {
  readonly link: string
  readonly addresses: readonly AssignedAddress[]
  readonly mac: string
  readonly ports: readonly Port[]
  readonly files: readonly string[]
  /** Where the container is: inode of its namespace, and the path that it was known by. */
  readonly place: Pick<Lease, 'inode' | 'path'>
}

/** The contents of a lease; of a container that was attached only partly, the addresses alone are known. */
export function attachmentOf({ link, files, ready, inode, path, mac }: Lease): Attachment {
  const known = ready?.addresses.filter(({ address }) => files.includes(address))
  return {
    link,
    files,
    addresses: known ?? files.map(unconfirmed),
    mac: ready?.mac ?? mac,
    ports: ready?.ports ?? [],
    place: { ...(inode !== undefined && { inode }), ...(path !== undefined && { path }) },
  }
}

function unconfirmed(address: string): AssignedAddress {
  const family = familyOf(address)
  return { family, address, length: BITS[family] }
}

/** A lease as the public API describes it; undefined while the container is being attached. */
export function recordOf(network: string, lease: Lease): EndpointRecord | undefined {
  const { link, interface: name, inode, id, peer, ready } = lease
  if (ready === undefined) return undefined
  const { addresses } = attachmentOf(lease)
  const { mac, ports, labels } = ready
  return {
    network,
    link,
    interface: name,
    ...(inode !== undefined && { inode: Number(inode) }),
    ...(peer !== undefined && { peer }),
    ...(id !== undefined && { id }),
    ...(labels !== undefined && { labels }),
    ...firstAddresses(addresses),
    addresses: addresses.map(cidr),
    mac,
    ports,
  }
}

/** The attached containers, in the order of the names of their addresses. */
export function listEndpoints({ folder, config }: NetworkContext): EndpointRecord[] {
  const records = [...folder.leases(config).leases.values()].map((lease) => recordOf(config.name, lease))
  return records.filter((record) => record !== undefined)
}
