import { statSync } from 'node:fs'
import { callerError, Slip } from '../errors.ts'
import { Netns } from '../netns/index.ts'
import type { Limits } from '../transport/limit.ts'
import type { NetnsRef } from '../wire/reference.ts'
import { netnsPath } from '../wire/reference.ts'
import { flushDatagrams } from './conntrack.ts'
import { Deadline } from './deadline.ts'
import { readEntry, type Stored } from './entry.ts'
import type { Folder } from './folder.ts'
import { holdContainer } from './hold.ts'
import { withdraw } from './publish.ts'
import type { Site } from './site.ts'
import type { Endpoint, EndpointRecord } from './types.ts'

/** What is known of a container that is to go. */
export interface Leaving {
  readonly link: string
  readonly address?: string
  readonly address6?: string
  readonly ports: Endpoint['ports']
  readonly files: readonly string[]
}

/** What its files say; one that was never attached to the end may have everything but ports on record. */
export function leavingOf({ link, files, ending }: Stored): Leaving {
  const address = files.find((file) => !file.includes(':'))
  const address6 = files.find((file) => file.includes(':'))
  return {
    link,
    files,
    ports: ending?.ports ?? [],
    ...(address === undefined ? {} : { address }),
    ...(address6 === undefined ? {} : { address6 }),
  }
}

/** What is attached to the end, in the order of the addresses' names. */
export function listEndpoints(folder: Folder): EndpointRecord[] {
  return [...folder.entries().stored.values()].flatMap(({ link, interface: name, inode, ending }) =>
    ending === undefined ? [] : [{ link, interface: name, inode: Number(inode), ...ending }],
  )
}

function isEndpoint(container: Endpoint | NetnsRef): container is Endpoint {
  return typeof container === 'object' && 'network' in container
}

/** Every attachment that is meant. */
function find({ folder }: Site, container: Endpoint | NetnsRef): Stored[] {
  const stored = isEndpoint(container) ? ofEndpoint(folder, container) : [...folder.entries().stored.values()]
  const meant = isEndpoint(container) ? () => true : byNamespace(container)
  return stored.filter(meant)
}

/** Its own files, as far as they are still its own. */
function ofEndpoint(folder: Folder, { link, address, address6 }: Endpoint): Stored[] {
  const files = [address, address6].filter((file) => file !== undefined)
  const found = files.map((file) => readEntry(folder.path, file))
  const own = found.filter((entry): entry is Stored => entry !== undefined && 'link' in entry && entry.link === link)
  return own.length === 0 ? [] : [{ ...(own[0] as Stored), files: own.flatMap((entry) => entry.files) }]
}

/** By the inode of the namespace; by its name or path where it has gone. */
function byNamespace(ref: NetnsRef): (stored: Stored) => boolean {
  const inode = ref instanceof Netns ? String(ref.inode) : inodeOf(ref)
  return (stored) => stored.inode === inode || (inode === undefined && typeof ref === 'string' && stored.path === ref)
}

function inodeOf(ref: NetnsRef): string | undefined {
  try {
    return String(statSync(netnsPath(ref), { bigint: true }).ino)
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ENOENT') return undefined
    throw callerError('detach', thrown instanceof Slip ? thrown.under('netns') : thrown)
  }
}

/** Detaches what is meant; its addresses are given out again only when nothing leads to them any more. */
export async function detachAll(site: Site, container: Endpoint | NetnsRef, limits: Limits): Promise<void> {
  const deadline = new Deadline('detach', limits)
  await Promise.all(find(site, container).map((stored) => leave(site, stored, deadline)))
}

/**
 * Cable, firewall, addresses, in this order. The kernel takes the cable in one go: whoever is stopped before has done nothing, and behind
 * that the container is one whose cable is gone, which `collect` finishes.
 */
export async function leave(site: Site, before: Stored, deadline: Deadline): Promise<void> {
  await site.departures.enter(async () => {
    const held = await holdContainer(site.folder, before, deadline)
    if (held === undefined) return
    try {
      await takeOff(site, leavingOf(held.stored))
    } finally {
      held.lock.close()
    }
  })
}

async function takeOff(site: Site, leaving: Leaving): Promise<void> {
  const { link, ports, files } = leaving
  await site.remover.remove(link)
  await withdraw(site, link, leaving, ports)
  await flushDatagrams(site.host, ports)
  // The file that is held goes last.
  for (const file of [...files].reverse()) site.folder.release(file)
}
