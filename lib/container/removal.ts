import { bridgeMac, findLink } from './bridge.ts'
import { leavingOf } from './detach.ts'
import { endpointElements, networkElements, subnetElements } from './element.ts'
import { DEMOLISH, INSIDE } from './firewall.ts'
import type { Folder } from './folder.ts'
import { type Host, unless } from './host.ts'
import { isUnused, listMembers, listPublished, removeElements, sweepMarks } from './ledger.ts'
import type { Shape } from './options.ts'
import { Remover } from './remover.ts'
import type { Site } from './site.ts'
import { addressIsOf } from './subnet.ts'

/** Removes a network with all that is attached to it. One that is removed already is no error. */
export async function removeNetwork({ host, folder, shape }: Site): Promise<void> {
  await host.lock.hold('delete', async () => {
    const record = folder.record()
    if (record === undefined || record.inode !== host.inode) return
    await erase(host, folder, shape)
  })
}

/**
 * Takes everything of a network from the kernel, then its folder: whoever is stopped in between leaves a record that is
 * not ready, from which the next one goes on.
 */
export async function erase(host: Host, folder: Folder, shape: Shape): Promise<void> {
  const record = folder.record()
  if (record?.ready === true) folder.write({ ...record, ready: false })
  await eraseLinks(host, folder, shape)
  await eraseElements(host, folder, shape)
  folder.remove()
}

async function eraseLinks(host: Host, folder: Folder, shape: Shape): Promise<void> {
  const remover = new Remover(host.nl)
  const own = (await ownBridge(host, shape)) === undefined ? [] : [shape.name]
  await Promise.all([...folder.entries().stored.keys(), ...own].map((link) => remover.remove(link)))
}

/** Index of the network's bridge: a bridge of its name that has its hardware address, or that the firewall knows. */
export async function ownBridge(host: Host, shape: Shape): Promise<number | undefined> {
  const link = shape.mode === 'bridge' ? await findLink(host, shape.name) : undefined
  if (link?.kind !== 'bridge') return undefined
  const own = link.address === bridgeMac(shape) || (await listMembers(host)).get(INSIDE)?.includes(shape.name)
  return own === true ? link.index : undefined
}

async function eraseElements(host: Host, folder: Folder, shape: Shape): Promise<void> {
  const containers = [...folder.entries().stored.values()].map(leavingOf)
  const published = (await listPublished(host)).filter(({ target }) => addressIsOf(shape, target))
  await removeElements(host, [
    ...published.map(({ element }) => element),
    ...containers.flatMap((leaving) => endpointElements(shape, leaving.link, leaving)),
    ...networkElements(shape),
    ...subnetElements(shape),
  ])
  if (published.some(({ single }) => single)) await sweepMarks(host)
  if (await isUnused(host)) await demolish(host)
}

async function demolish(host: Host): Promise<void> {
  await unless(['ENOENT'], host.nft.apply([DEMOLISH]))
}
