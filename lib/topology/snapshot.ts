import type { Link } from '../link/link.ts'
import type { NftObject } from '../nftables/json.ts'
import type { Actual, State } from './actual.ts'
import { captureSpace } from './capture-space.ts'
import { eachOf } from './concurrent.ts'
import type { Family, Item } from './families.ts'
import { isTagged, type Owner } from './owner.ts'
import { peersOf } from './peers.ts'
import type { Places } from './places.ts'
import { isMarked } from './tables/mark.ts'
import { byTable, headOf, tableKey } from './tables/objects.ts'
import { readTables } from './tables/read.ts'
import type { Space, Topology, TopologyPeer } from './types.ts'
import type { Wanted } from './wanted.ts'

/** Everything in the namespaces of a topology, before it is applied. */
export interface Snapshot {
  readonly spaces: readonly Actual[]
  readonly peers: ReadonlyMap<Link, TopologyPeer>
}

/** What has been read whole, as it is before any change. */
export async function snapshotOf(places: Places, { spaces }: State): Promise<Snapshot> {
  const all = await eachOf([...spaces.values()], (space) => withCounters(places, space))
  return { spaces: all, peers: await peersOf(places, all) }
}

/** Tables are compared without the values of counters. */
async function withCounters(places: Places, space: Actual): Promise<Actual> {
  return space.tables === undefined ? space : { ...space, tables: await readTables(places, space.netns, 'whole') }
}

/** The topology that brings back what was there: what belongs to the owner, and what is lost with its links. */
export function topologyOf({ spaces, peers }: Snapshot, wanted: Wanted, owner: Owner): Topology {
  const own = spaces.map((space): [string, Space] => {
    if (!space.exists) return [space.netns, { absent: true }]
    const touched = touchedLinks(space, wanted, owner)
    const captured = captureSpace(space, {
      ...{ owner: undefined, whole: true, peerOf: (link) => peers.get(link) },
      wantsLink: ({ index }) => touched.has(index),
      wantsItem: (family, item) => isAffected(family, item, touched, owner),
    })
    const sysctls = [...space.sysctls].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
    const nftables = tablesBefore(space, wanted, owner)
    return [
      space.netns,
      {
        ...captured,
        ...(sysctls.length === 0 ? {} : { sysctls: Object.fromEntries(sysctls) }),
        ...(nftables === undefined ? {} : { nftables }),
      },
    ]
  })
  const home = own.find(([netns]) => netns === '')?.[1]
  const named = own.filter(([netns]) => netns !== '')
  return { ...home, ...(named.length === 0 ? {} : { namespaces: Object.fromEntries(named) }) }
}

/** The tables that the topology contains, and those of the owner. */
function tablesBefore({ netns, tables }: Actual, wanted: Wanted, owner: Owner): NftObject[] | undefined {
  if (tables === undefined) return undefined
  const names = new Set(wanted.spaces.get(netns)?.tables?.tables.map(tableKey))
  const touched = [...byTable(tables)].filter(
    ([key, objects]) => names.has(key) || isMarked(headOf(objects).comment, owner),
  )
  return touched.flatMap(([, objects]) => objects)
}

/** Links that the topology contains, those of the owner, those with its addresses, and those on top of one of these or in it. */
function touchedLinks(space: Actual, wanted: Wanted, owner: Owner): ReadonlySet<number> {
  const names = wanted.spaces.get(space.netns)?.links
  const addressed = new Set(
    (space.items.get('addresses') ?? []).filter(({ proto }) => proto === owner.protocol).map(({ link }) => link),
  )
  const isOne = (link: Link) => names?.has(link.name) === true || isTagged(link, owner) || addressed.has(link.index)
  const touched = new Set(space.links.filter(isOne).map(({ index }) => index))
  for (let before = -1; before !== touched.size; ) {
    before = touched.size
    for (const { index, master, link, linkNetnsid } of space.links) {
      if (master !== undefined && touched.has(master)) touched.add(index)
      if (link !== undefined && linkNetnsid === undefined && touched.has(link)) touched.add(index)
    }
  }
  return touched
}

/** What belongs to the owner, and what the kernel deletes with a link. */
function isAffected(
  { desired, identity, plural }: Family,
  item: Item,
  touched: ReadonlySet<number>,
  owner: Owner,
): boolean {
  if (item[desired.owner] === owner.protocol) return true
  if (plural === 'rules') return false
  const links = identity.collateral?.link(item as never) ?? [item.link as number]
  return item.nhId !== undefined || links.some((index) => index !== undefined && touched.has(index))
}
