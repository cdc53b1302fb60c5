import { existsSync } from '../../builtin.ts'
import type { Limits } from '../../transport/limit.ts'
import type { NetworkConfig } from '../config.ts'
import { attachmentOf } from '../endpoint/attachment.ts'
import { removeChild } from '../endpoint/child.ts'
import { isHostEnd, isHostEndName } from '../endpoint/host-end.ts'
import { type Element, endpointElements, networkElements, subnetElements } from '../firewall/elements.ts'
import { disallowForward } from '../firewall/foreign-accept.ts'
import { type Family, restoreForwarding } from '../firewall/forwarding.ts'
import { INSIDE, NETWORKS, UNINSTALL } from '../firewall/rules.ts'
import { SPOOF_UNINSTALL } from '../firewall/spoof-rules.ts'
import {
  listMembers,
  listPublished,
  listSources,
  removeElements,
  sweepMarks,
  unusedFamilies,
} from '../firewall/state.ts'
import { bridgeMac, findLink } from '../host/bridge.ts'
import { type Host, ignoring } from '../host/host.ts'
import { Remover } from '../host/remover.ts'
import { hasParent } from '../parent.ts'
import type { Folder } from '../state/folder.ts'
import { addressIsOf } from '../subnet.ts'
import type { NetworkContext } from './context.ts'
import { restore } from './restore.ts'
import { siblingsOf } from './sibling.ts'

/**
 * Removes a network with all that is attached to it. Removing it twice is not an error. As much as possible is removed, even if its record is lost
 * or cannot be read: its names follow from the network's.
 */
export async function removeNetwork({ host, folder, config }: NetworkContext, limits: Limits): Promise<void> {
  const remove = async () => {
    const found = folder.find()
    if (found !== undefined && !('reason' in found)) {
      if (found.inode !== host.inode) return
      await restoreSiblings(host, folder, found.config)
      await erase(host, folder, found.config)
    } else if (found !== undefined || (await remains(host, folder, config))) await erase(host, folder, config)
  }
  await host.lock.hold('delete', remove, limits)
}

/**
 * Removes a network if no container has an address of it, and returns whether it is gone. An attaching process writes the file of an address first
 * and then reads the record, so one of the two always sees the other.
 */
export async function removeEmpty({ host, folder, config }: NetworkContext, limits: Limits): Promise<boolean> {
  const remove = async () => {
    const record = folder.record()
    if (record === undefined || record.inode !== host.inode) return folder.addresses().length === 0
    folder.write({ ...record, emptying: true })
    if (folder.addresses().length > 0) {
      folder.write(record)
      return false
    }
    await restoreSiblings(host, folder, config)
    await erase(host, folder, config)
    return true
  }
  return host.lock.hold('delete', remove, limits)
}

/** Where the firewall was taken away, nothing in it says that there are other networks, for which the host forwards. */
async function restoreSiblings(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  if (hasParent(config.mode)) return
  if ((await listMembers(host)).get(NETWORKS)?.includes(config.name) === true) return
  for (const sibling of siblingsOf(folder, host.inode)) await restore(host, sibling.folder, sibling.config)
}

/** Whether there is something of a network without a record. */
async function remains(host: Host, folder: Folder, config: NetworkConfig): Promise<boolean> {
  const members = await listMembers(host)
  if (config.mode === 'bridge')
    return members.get(INSIDE)?.includes(config.name) === true || (await ownBridge(host, config)) !== undefined
  return existsSync(folder.path) || members.get(NETWORKS)?.includes(config.name) === true
}

/**
 * Removes everything of a network from the kernel, then its folder. A process that is killed in between leaves a record that is not ready, or whose
 * bridge is gone, and the next process continues from there.
 */
export async function erase(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  markUnready(folder)
  const opening = folder.record()?.opening ?? []
  if (hasParent(config.mode)) await eraseChildren(host, folder, config)
  else {
    await eraseLinks(host, folder, config)
    await disallowForward(host, config)
    await eraseElements(host, folder, config)
    await closeHost(host, opening)
  }
  folder.remove(host.inode)
}

/** A parent has nothing of the network but the links of its containers. */
async function eraseChildren(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  const { leases } = folder.leases(config)
  await Promise.all([...leases.values()].map((lease) => removeChild(host, config, lease)))
}

/** Where nothing can be written, the kernel's part can be removed all the same. */
function markUnready(folder: Folder): void {
  const record = folder.record()
  if (record?.ready !== true) return
  try {
    folder.write({ ...record, ready: false })
  } catch (thrown) {
    if (!UNWRITABLE.includes((thrown as { code: string }).code)) throw thrown
  }
}

const UNWRITABLE = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']

/** The bridge goes first: a network without it is not there any more. */
async function eraseLinks(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  const bridge = await ownBridge(host, config)
  const remover = new Remover(host.nl, (link) => link.index === bridge || isHostEnd(link, bridge))
  const own = bridge === undefined ? [] : [config.name]
  const cables = new Set([...folder.leases(config).leases.keys(), ...(await hostEndsOf(host, config, bridge))])
  await Promise.all([...own, ...cables].map((link) => remover.remove(link)))
}

/** Cables by what the kernel says of them: ports of the bridge, or links behind which an address of the network is. */
async function hostEndsOf(host: Host, config: NetworkConfig, bridge: number | undefined): Promise<string[]> {
  if (bridge === undefined) return (await listSources(host, config)).map(({ link }) => link).filter(isHostEndName)
  return (await host.links())
    .filter(({ name, master }) => master === bridge && isHostEndName(name))
    .map(({ name }) => name)
}

/** Index of the network's bridge: a bridge of its name that has its hardware address, or that the firewall knows. */
export async function ownBridge(host: Host, config: NetworkConfig): Promise<number | undefined> {
  const link = config.mode === 'bridge' ? await findLink(host, config.name) : undefined
  if (link?.kind !== 'bridge') return undefined
  const own = link.address === bridgeMac(config) || (await listMembers(host)).get(INSIDE)?.includes(config.name)
  return own === true ? link.index : undefined
}

async function eraseElements(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  const containers = [...folder.leases(config).leases.values()].map(attachmentOf)
  const own = new Set(containers.flatMap(({ addresses }) => addresses.map(({ address }) => address)))
  const published = (await listPublished(host)).filter(({ target }) => addressIsOf(config, target) || own.has(target))
  await removeElements(host, [
    ...published.map(({ element }) => element),
    ...(await strayEndpoints(host, config)),
    ...containers.flatMap((attachment) => endpointElements(config, attachment)),
    ...networkElements(config),
    ...subnetElements(config),
  ])
  if (published.some(({ single }) => single)) await sweepMarks(host)
}

/** Without a network of a family the host forwards no more than it did before there was one; without any there is no table. */
async function closeHost(host: Host, opening: readonly Family[]): Promise<void> {
  const unused = await unusedFamilies(host)
  await restoreForwarding(host, unused, opening)
  if (unused.length === FAMILIES) await uninstall(host)
}

const FAMILIES = 2

/** What the firewall has of containers without a record. */
async function strayEndpoints(host: Host, config: NetworkConfig): Promise<Element[]> {
  if (config.mode !== 'ptp') return []
  return (await listSources(host, config)).flatMap(({ link, ...address }) =>
    endpointElements(config, { link, addresses: [address] }),
  )
}

async function uninstall(host: Host): Promise<void> {
  await ignoring(['ENOENT'], host.nft.apply([UNINSTALL]))
  await ignoring(['ENOENT', 'EAFNOSUPPORT', 'EOPNOTSUPP'], host.nft.apply([...SPOOF_UNINSTALL]))
}
