import type { Link } from '../link/link.ts'
import { canRecreate } from '../link/undo.ts'
import type { Links } from './links.ts'

/** The other end of a veth pair, if it is in the same namespace. */
export function peerOf(link: Link, links: ReadonlyMap<number, Link>): Link | undefined {
  if (link.kind !== 'veth' || link.linkNetnsid !== undefined || link.link === undefined) return undefined
  return links.get(link.link)
}

/** Links on top of another one: VLANs and the like. */
function isUpper({ kind, link, linkNetnsid }: Link, index: number): boolean {
  return kind !== 'veth' && link === index && linkNetnsid === undefined
}

/** The links that the kernel deletes with this one. */
function along(link: Link, before: ReadonlyMap<number, Link>): Link[] {
  const peer = peerOf(link, before)
  const uppers = [...before.values()].filter((one) => isUpper(one, link.index))
  return peer === undefined ? uppers : [peer, ...uppers]
}

function closed(roots: readonly number[], next: (link: Link) => readonly Link[], links: Links): Set<number> {
  const found = new Set(roots)
  for (const index of found) {
    const link = links.before.get(index)
    for (const one of link === undefined ? [] : next(link)) found.add(one.index)
  }
  return found
}

/** The links that are deleted by a batch. */
export function deletedBy(links: Links): Set<number> {
  const roots = [...links.touched].filter(([, { deleted }]) => deleted).map(([index]) => index)
  return closed(roots, (link) => along(link, links.before), links)
}

/** The links on which objects may vanish: those that are deleted, with their ports, and those that go down, with the links on top of them. */
export function droppedBy(links: Links): Set<number> {
  const roots = [...links.touched].filter(([, { dropped }]) => dropped).map(([index]) => index)
  const all = [...links.before.values()]
  const down = closed(roots, ({ index }) => all.filter((one) => isUpper(one, index)), links)
  const deleted = deletedBy(links)
  const ports = all.filter(({ master }) => master !== undefined && deleted.has(master))
  return new Set([...down, ...deleted, ...ports.map(({ index }) => index)])
}

/** The links that may lose their carrier with others, and their nexthops with it (nexthop_netdev_event in net/ipv4/nexthop.c). */
export function darkenedBy({ before }: Links, dropped: Iterable<number>): number[] {
  return [...dropped].flatMap((index) => {
    const link = before.get(index)
    if (link === undefined) return []
    const peer = peerOf(link, before)
    return [link.master, peer?.index].filter((one) => one !== undefined)
  })
}

/** Why a deleted link could not be created again as it was; undefined if it could. */
export function lastingOf(links: Links, index: number): string | undefined {
  const deleted = closed([index], (link) => along(link, links.before), links)
  for (const one of deleted) {
    const link = links.before.get(one)
    if (link === undefined) continue
    if (link.kind !== undefined && !canRecreate(link.kind)) return `${link.name} is of kind '${link.kind}'`
    if (link.kind === 'veth' && peerOf(link, links.before) === undefined)
      return `the other end of ${link.name} is in another namespace`
  }
  return undefined
}
