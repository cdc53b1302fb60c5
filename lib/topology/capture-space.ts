import type { Link } from '../link/link.ts'
import { grouped } from '../verb/grouped.ts'
import type { Actual } from './actual.ts'
import { captureLink } from './capture-link.ts'
import { Encoder } from './encoding.ts'
import { type Family, families, type Item } from './families.ts'
import { named } from './naming.ts'
import { isTagged, type Owner } from './owner.ts'
import { captureTables } from './tables/capture.ts'
import type { Space, TopologyAddress, TopologyLink, TopologyPeer } from './types.ts'

/** What is captured. */
export interface Capturing {
  /** The owner, whose number and marks need no mention. */
  readonly owner: Owner | undefined
  /** The other end of a veth pair. */
  readonly peerOf: (link: Link) => TopologyPeer | undefined
  readonly wantsLink: (link: Link) => boolean
  readonly wantsItem: (family: Family, item: Item) => boolean
  /** To bring back the same: the numbers of links, and what is as in new links. */
  readonly whole: boolean
}

/** What a namespace contains, as a topology has it. */
export function captureSpace(actual: Actual, capturing: Capturing): Space {
  const encoder = new Encoder()
  const brief = (family: Family, item: Item) => briefItem(family, item, actual, capturing, encoder)
  const itemsOf = (family: Family) =>
    (actual.items.get(family.plural) ?? []).filter(
      (item) =>
        family.identity.omit?.(item) !== true && !family.desired.automatic(item) && capturing.wantsItem(family, item),
    )
  const [addresses, ...others] = families as [Family, ...Family[]]
  const nameOf = (index: number) => actual.byIndex.get(index)?.name
  const byLink = grouped(itemsOf(addresses), ({ link }) => link as number)
  const links: Record<string, TopologyLink> = {}
  for (const link of actual.links) {
    if (!capturing.wantsLink(link)) continue
    const own = (byLink.get(link.index) ?? []).map((item) => addressOf(brief(addresses, item), link.name))
    links[link.name] = whole(link, captureLink(link, nameOf, capturing.whole), own, capturing)
  }
  const lists = others.map((family) => [family.plural, itemsOf(family).map((item) => brief(family, item))] as const)
  const tables =
    capturing.whole || actual.tables === undefined ? {} : { nftables: captureTables(actual.tables, capturing.owner) }
  return { links, ...Object.fromEntries(lists.filter(([plural]) => actual.items.has(plural))), ...tables }
}

function whole(
  link: Link,
  settings: TopologyLink,
  addresses: (string | TopologyAddress)[],
  capturing: Capturing,
): TopologyLink {
  const peer = capturing.peerOf(link)
  const { owner } = capturing
  const altnames =
    owner === undefined ? settings.altnames : settings.altnames?.filter((name) => !name.startsWith(owner.prefix))
  const { altnames: _, ...rest } = settings
  return {
    ...rest,
    ...(capturing.whole && link.name !== 'lo' ? { index: link.index } : {}),
    ...(altnames === undefined || altnames.length === 0 ? {} : { altnames }),
    ...(peer === undefined ? {} : { peer }),
    addresses,
  }
}

function addressOf({ link, label, ...rest }: Item, name: string): string | TopologyAddress {
  const options = label === undefined || label === name ? rest : { ...rest, label }
  return Object.keys(options).length === 1 ? (options.address as string) : (options as never as TopologyAddress)
}

/** The shortest options for an object, with names of links. */
function briefItem(
  { desired, encode, reply, identity }: Family,
  item: Item,
  { byIndex }: Actual,
  { owner }: Capturing,
  encoder: Encoder,
): Item {
  const [encoded] = encoder.messages((sender) => encode(sender, item))
  const sent = encoded?.read(() => 0, reply) as Item
  const out: Record<string, unknown> = { ...named(desired.brief(desired.completed?.(sent) ?? sent) as Item, byIndex) }
  for (const key of identity.volatile) delete out[key]
  const whose = item[desired.owner] ?? 'unspec'
  if (whose === owner?.protocol) delete out[desired.owner]
  else out[desired.owner] = whose
  return out
}

/** Everything of an owner. */
export function ofOwner(owner: Owner): Pick<Capturing, 'wantsLink' | 'wantsItem'> {
  return {
    wantsLink: (link) => isTagged(link, owner) && link.name !== 'lo',
    wantsItem: ({ desired }, item) => item[desired.owner] === owner.protocol,
  }
}
