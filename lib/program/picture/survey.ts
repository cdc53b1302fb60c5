// What there is in the namespaces of a host.
import type { Address } from '../../address/index.ts'
import { NetlinkError } from '../../errors.ts'
import type { Link } from '../../link/index.ts'
import type { Neighbour } from '../../neighbour/index.ts'
import { type Netlink, openNetlink } from '../../netlink/index.ts'
import { listNetns, openNetns } from '../../netns/index.ts'
import { openNftables } from '../../nftables/index.ts'
import type { Route } from '../../route/index.ts'
import type { Rule } from '../../rule/index.ts'
import type { NetnsRef } from '../../wire/netns.ts'
import { type Published, publishedPorts } from './published.ts'

/** A namespace as the kernel lists it. */
export interface Space {
  name: string
  links: Link[]
  addresses: Address[]
  routes: Route[]
  rules: Rule[]
  neighbours: Neighbour[]
  published: Published[]
  /** The names of the namespaces that this one has an id for. */
  ids: Map<number, string>
}

/** Where the other end of a link is. */
export interface End {
  space: string
  link: string
}

async function look(name: string, netns: NetnsRef): Promise<Space> {
  await using nl = await openNetlink({ netns })
  await using nft = await openNftables({ netns })
  const [links, addresses, routes, rules, neighbours, ruleset, ids] = await Promise.all([
    nl.listLinks(),
    nl.listAddresses(),
    nl.listRoutes(),
    nl.listRules(),
    nl.listNeighbours(),
    nft.list(),
    idsIn(nl),
  ])
  return { name, links, addresses, routes, rules, neighbours, published: publishedPorts(ruleset.nftables), ids }
}

/** What opening a namespace fails with if it has ended, or is not ours to enter. */
const GONE = ['ENOENT', 'EINVAL', 'EACCES', 'EPERM']

/** A namespace of others, which may end meanwhile: none then. */
async function lookIfThere(name: string, netns: NetnsRef): Promise<Space[]> {
  try {
    return [await look(name, netns)]
  } catch (thrown) {
    if (thrown instanceof NetlinkError && GONE.includes(thrown.code)) return []
    throw thrown
  }
}

async function idsIn(nl: Netlink): Promise<Map<number, string>> {
  const listed = await nl.listNetns()
  return new Map(listed.flatMap(({ name, nsid }) => (nsid === undefined ? [] : [[nsid, name]])))
}

/** A namespace that has no name of `ip netns`. */
export interface Nameless {
  readonly name: string
  readonly inode: number
  readonly netns: NetnsRef
}

/** This process's namespace first, called `home`, then every namespace that has a name, then others. */
export async function survey(home: string, nameless: readonly Nameless[] = []): Promise<Space[]> {
  const own = await openNetns({ pid: process.pid })
  const others = (await listNetns()).filter(({ inode }) => inode !== own.inode)
  const known = new Set([own.inode, ...others.map(({ inode }) => inode)])
  const more = nameless.filter(({ inode }) => !known.has(inode))
  const spaces = await Promise.all([
    look(home, own).then((space) => [space]),
    ...others.map(({ name }) => lookIfThere(name, name)),
    ...more.map(({ name, netns }) => lookIfThere(name, netns)),
  ])
  await own.close()
  return spaces.flat()
}

/** Where a link leads by its own word; undefined where it leads nowhere, or to a namespace whose name is not known. */
function ownWord(space: Space, link: Link, spaces: readonly Space[]): { space: Space; link: Link } | undefined {
  const { link: index, linkNetnsid } = link
  if (index === undefined || index === 0) return undefined
  const name = linkNetnsid === undefined ? space.name : space.ids.get(linkNetnsid)
  const there = spaces.find((other) => other.name === name)
  const found = there?.links.find((other) => other.index === index)
  return there === undefined || found === undefined ? undefined : { space: there, link: found }
}

/** The link elsewhere that says of itself that it leads to this one. */
function wordOfOthers(space: Space, link: Link, spaces: readonly Space[]): { space: Space; link: Link } | undefined {
  for (const other of spaces) {
    for (const candidate of other.links) {
      if (candidate.index !== link.link || candidate.link !== link.index) continue
      const end = ownWord(other, candidate, spaces)
      if (end?.space === space && end.link === link) return { space: other, link: candidate }
    }
  }
  return undefined
}

/** The one veth elsewhere whose indices are those of the other end: namespaces without a name have no id that is known. */
function onlyMatch(
  space: Space,
  { index, link, kind }: Link,
  spaces: readonly Space[],
): { space: Space; link: Link } | undefined {
  if (kind !== 'veth') return undefined
  const others = spaces.filter((other) => other !== space)
  const found = others.flatMap((other) =>
    other.links
      .filter((end) => end.kind === 'veth' && end.index === link && end.link === index)
      .map((end) => ({ space: other, link: end })),
  )
  return found.length === 1 ? found[0] : undefined
}

/** The other end of a veth, or the link below a link. */
export function otherEnd(space: Space, link: Link, spaces: readonly Space[]): End | undefined {
  const found = ownWord(space, link, spaces) ?? wordOfOthers(space, link, spaces) ?? onlyMatch(space, link, spaces)
  return found === undefined ? undefined : { space: found.space.name, link: found.link.name }
}

/** How many cables there are, and whether each is seen from both of its ends. */
export function cables(spaces: readonly Space[]): { count: number; whole: boolean } {
  const ends = spaces.flatMap((space) =>
    space.links
      .filter(({ kind }) => kind === 'veth')
      .map((link) => {
        const end = otherEnd(space, link, spaces)
        return { here: `${space.name}:${link.name}`, there: end === undefined ? '' : `${end.space}:${end.link}` }
      }),
  )
  const seen = new Map(ends.map(({ here, there }) => [here, there]))
  return { count: ends.length / 2, whole: ends.every(({ here, there }) => seen.get(there) === here) }
}
