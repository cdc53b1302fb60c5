import { existsSync } from 'node:fs'
import type { Limits } from '../transport/limit.ts'
import { bridgeMac, findLink } from './bridge.ts'
import { isCable, isCableName } from './cable.ts'
import { leavingOf } from './detach.ts'
import { type Element, endpointElements, networkElements, subnetElements } from './element.ts'
import { DEMOLISH, INSIDE, NETWORKS } from './firewall.ts'
import type { Folder } from './folder.ts'
import { type Family, restoreForwarding } from './forwarding.ts'
import { heal } from './healing.ts'
import { type Host, unless } from './host.ts'
import { listMembers, listPublished, listSources, removeElements, sweepMarks, unusedFamilies } from './ledger.ts'
import type { Shape } from './options.ts'
import { Remover } from './remover.ts'
import { siblingsOf } from './sibling.ts'
import type { Site } from './site.ts'
import { addressIsOf } from './subnet.ts'

/**
 * Removes a network with all that is attached to it. One that is removed already is no error. What can be removed is, also where its record is lost
 * or cannot be read: its names follow from the network's.
 */
export async function removeNetwork({ host, folder, shape }: Site, limits: Limits): Promise<void> {
  const remove = async () => {
    const found = folder.find()
    if (found !== undefined && !('reason' in found)) {
      if (found.inode !== host.inode) return
      await healSiblings(host, folder, found.shape)
      await erase(host, folder, found.shape)
    } else if (found !== undefined || (await remains(host, folder, shape))) await erase(host, folder, shape)
  }
  await host.lock.hold('delete', remove, limits)
}

/** Where the firewall was taken away, nothing in it says that there are other networks, for which the host forwards. */
async function healSiblings(host: Host, folder: Folder, shape: Shape): Promise<void> {
  if ((await listMembers(host)).get(NETWORKS)?.includes(shape.name) === true) return
  for (const sibling of siblingsOf(folder, host.inode)) await heal(host, sibling.folder, sibling.shape)
}

/** Whether there is something of a network without a record. */
async function remains(host: Host, folder: Folder, shape: Shape): Promise<boolean> {
  const members = await listMembers(host)
  if (shape.mode === 'bridge')
    return members.get(INSIDE)?.includes(shape.name) === true || (await ownBridge(host, shape)) !== undefined
  return existsSync(folder.path) || members.get(NETWORKS)?.includes(shape.name) === true
}

/**
 * Takes everything of a network from the kernel, then its folder: whoever is stopped in between leaves a record that is not ready, or one whose
 * bridge is gone, from which the next one goes on.
 */
export async function erase(host: Host, folder: Folder, shape: Shape): Promise<void> {
  markUnready(folder)
  const opening = folder.record()?.opening ?? []
  await eraseLinks(host, folder, shape)
  await eraseElements(host, folder, shape)
  await closeHost(host, opening)
  folder.remove()
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
async function eraseLinks(host: Host, folder: Folder, shape: Shape): Promise<void> {
  const bridge = await ownBridge(host, shape)
  const remover = new Remover(host.nl, (link) => link.index === bridge || isCable(link, bridge))
  const own = bridge === undefined ? [] : [shape.name]
  const cables = new Set([...folder.entries(shape).stored.keys(), ...(await cablesOf(host, shape, bridge))])
  await Promise.all([...own, ...cables].map((link) => remover.remove(link)))
}

/** Cables by what the kernel says of them: ports of the bridge, or links behind which an address of the network is. */
async function cablesOf(host: Host, shape: Shape, bridge: number | undefined): Promise<string[]> {
  if (bridge === undefined) return (await listSources(host, shape)).map(({ link }) => link).filter(isCableName)
  return (await host.links())
    .filter(({ name, master }) => master === bridge && isCableName(name))
    .map(({ name }) => name)
}

/** Index of the network's bridge: a bridge of its name that has its hardware address, or that the firewall knows. */
export async function ownBridge(host: Host, shape: Shape): Promise<number | undefined> {
  const link = shape.mode === 'bridge' ? await findLink(host, shape.name) : undefined
  if (link?.kind !== 'bridge') return undefined
  const own = link.address === bridgeMac(shape) || (await listMembers(host)).get(INSIDE)?.includes(shape.name)
  return own === true ? link.index : undefined
}

async function eraseElements(host: Host, folder: Folder, shape: Shape): Promise<void> {
  const containers = [...folder.entries(shape).stored.values()].map(leavingOf)
  const published = (await listPublished(host)).filter(({ target }) => addressIsOf(shape, target))
  await removeElements(host, [
    ...published.map(({ element }) => element),
    ...(await strayEndpoints(host, shape)),
    ...containers.flatMap((leaving) => endpointElements(shape, leaving.link, leaving)),
    ...networkElements(shape),
    ...subnetElements(shape),
  ])
  if (published.some(({ single }) => single)) await sweepMarks(host)
}

/** Without a network of a family the host forwards no more than it did before there was one; without any there is no table. */
async function closeHost(host: Host, opening: readonly Family[]): Promise<void> {
  const unused = await unusedFamilies(host)
  await restoreForwarding(host, unused, opening)
  if (unused.length === FAMILIES) await demolish(host)
}

const FAMILIES = 2

/** What the firewall has of containers without a record. */
async function strayEndpoints(host: Host, shape: Shape): Promise<Element[]> {
  if (shape.mode !== 'ptp') return []
  return (await listSources(host, shape)).flatMap(({ link, ...addresses }) => endpointElements(shape, link, addresses))
}

async function demolish(host: Host): Promise<void> {
  await unless(['ENOENT'], host.nft.apply([DEMOLISH]))
}
