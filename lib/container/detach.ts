import { statSync } from 'node:fs'
import { callerError, describeValue, InputError } from '../errors.ts'
import { Netns } from '../netns/index.ts'
import { netnsPath } from '../netns/reference.ts'
import type { Limits } from '../transport/limit.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { flushDatagrams } from './conntrack.ts'
import { Deadline } from './deadline.ts'
import { readEntry, type Stored } from './entry.ts'
import { holdContainer } from './hold.ts'
import { unless } from './host.ts'
import { leaveInside } from './inside.ts'
import { checkAll, shortName } from './options.ts'
import { withdraw } from './publish.ts'
import type { Site } from './site.ts'
import { addressIsOf } from './subnet.ts'
import type { Endpoint, EndpointId, EndpointRecord } from './types.ts'
import { identity } from './way.ts'
import { Whereabouts } from './whereabouts.ts'

/** What is known of a container that is to go. */
export interface Leaving {
  readonly link: string
  readonly address?: string
  readonly address6?: string
  readonly ports: Endpoint['ports']
  readonly files: readonly string[]
  /** Where the container is: inode of its namespace, and the path that it was known by. */
  readonly place: Pick<Stored, 'inode' | 'path'>
}

/** What its files say; one that was never attached to the end may have everything but ports on record. */
export function leavingOf({ link, files, ending, inode, path }: Stored): Leaving {
  const address = files.find((file) => !file.includes(':'))
  const address6 = files.find((file) => file.includes(':'))
  return {
    link,
    files,
    ports: ending?.ports ?? [],
    place: { inode, ...(path === undefined ? {} : { path }) },
    ...(address === undefined ? {} : { address }),
    ...(address6 === undefined ? {} : { address6 }),
  }
}

/** What is attached to the end, in the order of the addresses' names. */
export function listEndpoints({ folder, shape }: Site): EndpointRecord[] {
  return [...folder.entries(shape).stored.values()].flatMap(({ link, interface: name, inode, id, ending }) => {
    if (ending === undefined) return []
    const { defaultRoute, routes, ...told } = ending
    return [{ link, interface: name, inode: Number(inode), ...(id === undefined ? {} : { id }), ...told }]
  })
}

/** What a container is detached by. */
export type Container = Endpoint | EndpointRecord | EndpointId | NetnsRef

type Known = Endpoint | EndpointRecord

function isKnown(container: Container): container is Known {
  return typeof container === 'object' && container !== null && ('network' in container || 'link' in container)
}

function isId(container: Container): container is EndpointId {
  return typeof container === 'object' && container !== null && !(container instanceof Netns) && 'id' in container
}

/** Every attachment that is meant. */
function find(site: Site, container: Container): Stored[] {
  if (isKnown(container)) return ofEndpoint(site, container)
  const meant = isId(container) ? byId(container) : byNamespace(container)
  return [...site.folder.entries(site.shape).stored.values()].filter(meant)
}

const ID_CHECKS = { id: identity, interface: shortName }

/** By what the caller calls it, and by its link where one is named. */
function byId(container: EndpointId): (stored: Stored) => boolean {
  const { id, interface: name } = checkAll('detach', container, ID_CHECKS) as Partial<EndpointId>
  if (id === undefined) throw new TypeError('detach: id is missing')
  return (stored) => stored.id === id && (name === undefined || stored.interface === name)
}

/** Its own files, as far as they are still its own. */
function ofEndpoint({ folder, shape }: Site, { link, address, address6 }: Known): Stored[] {
  const files = [address, address6].filter((file) => file !== undefined && addressIsOf(shape, file)) as string[]
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
    if (thrown instanceof InputError && thrown.code === undefined && typeof ref !== 'string')
      throw new TypeError(`detach: expected an endpoint, a namespace or { id, interface? }, got ${describeValue(ref)}`)
    throw callerError('detach', thrown instanceof InputError ? thrown.under('netns') : thrown)
  }
}

/** Detaches what is meant; its addresses are given out again only when nothing leads to them any more. */
export async function detachAll(site: Site, container: Container, limits: Limits): Promise<void> {
  const deadline = new Deadline('detach', limits)
  const whereabouts = new Whereabouts()
  const opened = openedBy(container)
  await Promise.all(find(site, container).map((stored) => leave(site, stored, deadline, whereabouts, opened)))
}

/** The namespace that the caller has open, if any. */
function openedBy(container: Container): Netns | undefined {
  const netns =
    typeof container === 'object' && container !== null && 'netns' in container ? container.netns : container
  return netns instanceof Netns && netns.fd >= 0 ? netns : undefined
}

/**
 * What the container has of the network beside its link. Where nobody can say where it is, its rules stay, which lead nowhere without the link's
 * table.
 */
async function leaveContainer(
  { host }: Site,
  { link, place }: Leaving,
  whereabouts: Whereabouts,
  opened: Netns | undefined,
): Promise<void> {
  const end = await unless(['ENODEV'], host.nl.getLink(link, { stats: false }))
  if (typeof end?.link !== 'number') return
  const netns = opened ?? (await whereabouts.open(place))
  if (netns === undefined) return
  try {
    await leaveInside(netns, end.link)
  } finally {
    if (netns !== opened) await netns.close()
  }
}

/**
 * Cable, firewall, addresses, in this order. The kernel takes the cable in one go: whoever is stopped before has done nothing, and behind
 * that the container is one whose cable is gone, which `collect` finishes. Whether it was taken off here: without a deadline, what another process
 * holds is left to it.
 */
export function leave(
  site: Site,
  before: Stored,
  deadline: Deadline | undefined,
  whereabouts: Whereabouts,
  opened?: Netns,
): Promise<boolean> {
  return site.departures.enter(async () => {
    const held = await holdContainer(site.folder, before, deadline)
    if (held === undefined) return false
    try {
      const leaving = leavingOf(held.stored)
      await site.visits.enter(() => leaveContainer(site, leaving, whereabouts, opened))
      await takeOff(site, leaving)
      return true
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
