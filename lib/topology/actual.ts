import { NetlinkError } from '../errors.ts'
import type { Link } from '../link/link.ts'
import { listLinks } from '../link/list.ts'
import { netnsFiles } from '../netns/reference.ts'
import { sysctl } from '../netns/sysctl.ts'
import type { NftObject } from '../nftables/json.ts'
import { on } from '../verb/verb.ts'
import { eachOf } from './concurrent.ts'
import { families, type Plural } from './families.ts'
import { Lists, listsOf } from './lists.ts'
import { isTagged, type Owner } from './owner.ts'
import type { Places } from './places.ts'
import { type Reading, readTables } from './tables/read.ts'
import type { Wanted, WantedSpace } from './wanted.ts'

/** What a namespace contains. */
export interface Actual {
  readonly netns: string
  readonly exists: boolean
  readonly links: readonly Link[]
  readonly byName: ReadonlyMap<string, Link>
  readonly byIndex: ReadonlyMap<number, Link>
  readonly items: Lists
  /** Values of the parameters that were requested; undefined for one that does not exist. */
  readonly sysctls: ReadonlyMap<string, string | undefined>
  /** Objects of all tables; undefined if they were not requested. */
  readonly tables: readonly NftObject[] | undefined
}

/** What is read of a namespace. */
export interface Question {
  readonly netns: string
  readonly lists: readonly Plural[]
  readonly sysctls: readonly string[]
  /** How tables are read, if they are. */
  readonly tables: Reading | undefined
}

const ALL = families.map(({ plural }) => plural)

/** What a wanted space is compared with; `whole` is also what may have to be brought back. */
function questionOf({ netns, lists, sysctls = {}, tables }: WantedSpace, whole: boolean): Question {
  const reading = tables === undefined ? undefined : 'stateless'
  return { netns, lists: whole ? ALL : [...lists.keys()], sysctls: Object.keys(sysctls), tables: reading }
}

export function nothing(netns: string): Actual {
  const none = new Map<never, never>()
  const empty = { items: new Lists(), sysctls: none, tables: undefined }
  return { netns, exists: false, links: [], byName: none, byIndex: none, ...empty }
}

/** Reads a namespace, which exists. */
export function read(places: Places, { netns, lists, sysctls, tables }: Question): Promise<Actual> {
  return places.inside(netns, async (handle) => {
    const wanted = families.filter(({ plural }) => lists.includes(plural))
    const links = await on(handle, listLinks)({ stats: false })
    const [items, values, objects] = await Promise.all([
      listsOf(handle, wanted),
      readSysctls(places, netns, sysctls),
      tables === undefined ? undefined : readTables(places, netns, tables),
    ])
    const byName = new Map(links.flatMap((link) => [link.name, ...(link.altnames ?? [])].map((name) => [name, link])))
    const byIndex = new Map(links.map((link) => [link.index, link]))
    return { netns, exists: true, links, byName, byIndex, items, sysctls: values, tables: objects }
  })
}

async function readSysctls(
  places: Places,
  netns: string,
  names: readonly string[],
): Promise<Map<string, string | undefined>> {
  const values = new Map<string, string | undefined>()
  if (names.length === 0) return values
  const held = places.descriptor(netns)
  try {
    for (const name of names) values.set(name, await sysctl(places.operation, held, name).catch(absent))
  } finally {
    held.close()
  }
  return values
}

/** The parameters of a link appear with it. */
function absent(thrown: unknown): undefined {
  if (thrown instanceof NetlinkError && thrown.code === 'ENOENT') return undefined
  throw thrown
}

/** Every namespace of a topology, and those of the owner that are not in it. */
export interface State {
  readonly spaces: ReadonlyMap<string, Actual>
  /** Namespaces of the owner that the topology does not contain. */
  readonly others: readonly string[]
}

/** Reads what is compared with a topology; with `whole`, everything in its namespaces. */
export async function readState(places: Places, wanted: Wanted, owner: Owner, whole = false): Promise<State> {
  const names = new Set(await netnsFiles())
  const isThere = (netns: string) => netns === '' || (names.has(netns) && places.isNetns(netns))
  const readOne = async (space: WantedSpace) =>
    isThere(space.netns) ? read(places, questionOf(space, whole)) : nothing(space.netns)
  const found = await eachOf([...wanted.spaces.values()], async (space) => [space.netns, await readOne(space)] as const)
  const others = wanted.closed ? [...names].filter((name) => !wanted.spaces.has(name)) : []
  return { spaces: new Map(found), others: await ownedNetns(places, others, owner) }
}

/** The namespaces that the owner made: their link lo has its mark. */
export async function ownedNetns(places: Places, names: readonly string[], owner: Owner): Promise<string[]> {
  const owned = await eachOf(names, async (name) => ((await isOwned(places, name, owner)) ? [name] : []))
  return owned.flat()
}

/** A namespace that cannot be entered, or that is deleted meanwhile, belongs to others. */
async function isOwned(places: Places, netns: string, owner: Owner): Promise<boolean> {
  try {
    const links = await places.inside(netns, (handle) => on(handle, listLinks)({ stats: false }))
    return links.some((link) => link.name === 'lo' && isTagged(link, owner))
  } catch (thrown) {
    if (thrown instanceof NetlinkError && ['ENOENT', 'EPERM', 'EINVAL'].includes(thrown.code)) return false
    throw thrown
  }
}
