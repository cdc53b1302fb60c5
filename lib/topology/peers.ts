import type { Link } from '../link/link.ts'
import { getNsid } from '../netns/nsid.ts'
import { grouped } from '../verb/grouped.ts'
import type { Actual } from './actual.ts'
import { isPair } from './fates.ts'
import type { Places } from './places.ts'
import type { TopologyPeer } from './types.ts'

type Ends = ReadonlyMap<Link, TopologyPeer>

/** The other ends of veth pairs, among these namespaces. */
export async function peersOf(places: Places, spaces: readonly Actual[]): Promise<Ends> {
  const ends = spaces.flatMap((space) =>
    space.links.filter(({ kind }) => kind === 'veth').map((link) => ({ space, link })),
  )
  const byIndices = grouped(ends, ({ link }) => `${link.index} ${link.link}`)
  const found = new Map<Link, TopologyPeer>()
  for (const { space, link } of ends) {
    const candidates = (byIndices.get(`${link.link} ${link.index}`) ?? []).filter(
      (other) => other.link !== link && isPair(space.netns, link, other.space.netns, other.link),
    )
    const there =
      candidates.length > 1
        ? await chosen(
            places,
            space,
            link,
            candidates.map((one) => one.space),
          )
        : candidates[0]?.space
    const other = candidates.find((one) => one.space === there)?.link
    if (other === undefined || there === undefined) continue
    found.set(link, { name: other.name, ...(there === space ? {} : { netns: there.netns }) })
  }
  return found
}

/** Of several namespaces, that with the id which the link reports. The namespace of the handle has no name to ask for. */
async function chosen(
  places: Places,
  { netns }: Actual,
  link: Link,
  spaces: readonly Actual[],
): Promise<Actual | undefined> {
  return places.inside(netns, async (handle) => {
    for (const space of spaces) {
      if (space.netns === '') continue
      const nsid = await handle.request(getNsid, { fd: space.netns })
      if (nsid === link.linkNetnsid) return space
    }
    return spaces.find((space) => space.netns === '')
  })
}
