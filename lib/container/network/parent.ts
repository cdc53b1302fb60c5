import { NetlinkError } from '../../errors.ts'
import type { NetworkConfig } from '../config.ts'
import type { Host } from '../host/host.ts'
import { checkParent, raiseParent } from '../host/parent.ts'
import type { Folder } from '../state/folder.ts'
import { overlap, parseSubnet, type Range } from '../subnet.ts'
import { siblingsOf } from './sibling.ts'

/** Prepares the parent of a new network; nothing of the network is on the host but this, and its record. */
export async function prepareParent(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  await checkParent(host, config)
  checkSiblings(host, folder, config)
  await raiseParent(host, config)
}

/**
 * Refuses subnets of which another network on the same parent already assigns addresses. The records know: nothing in the kernel does. Behind
 * another parent, the same subnet is another one.
 */
function checkSiblings(host: Host, folder: Folder, config: NetworkConfig): void {
  const others = siblingsOf(folder, host.inode).filter((one) => one.config.parent === config.parent)
  for (const range of config.ranges) {
    const other = others.find((one) => one.config.ranges.some((their) => overlaps(range, their)))
    if (other === undefined) continue
    const { name, parent } = other.config
    const reason = `${range.subnet} overlaps a subnet of network '${name}', which is on parent '${parent}' too`
    const attribute = range.family === 4 ? 'subnet' : 'subnet6'
    throw new NetlinkError({ code: 'EEXIST', operation: 'createNetwork', reason, attribute })
  }
}

function overlaps(one: Range, other: Range): boolean {
  return (
    one.family === other.family && overlap(parseSubnet(one.subnet, one.family), parseSubnet(other.subnet, other.family))
  )
}
