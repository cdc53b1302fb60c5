import type { Link } from '../link/link.ts'
import { listLinks } from '../link/list.ts'
import type { Handle } from '../transport/handle.ts'
import { grouped } from '../verb/grouped.ts'
import { on } from '../verb/verb.ts'
import { addresses, bare } from './addresses.ts'
import type { Asked } from './asked.ts'
import { darkenedBy, deletedBy, droppedBy } from './closure.ts'
import { isConcerned, type Kind, NOTHING, ofKind, type Places, placesOf, type Scope } from './kind.ts'
import { createsLink, isOfLink, Links } from './links.ts'
import { mdb } from './mdb.ts'
import { mst } from './mst.ts'
import type { Groups } from './multicast.ts'
import { neighbours } from './neighbours.ts'
import { nexthops } from './nexthops.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { vlanGlobals } from './vlan-globals.ts'
import { vlans } from './vlans.ts'

/** Every kind of object but links, in the order in which they are put back. */
export const kinds = [
  vlans,
  vlanGlobals,
  mst,
  addresses,
  nexthops,
  routes,
  rules,
  neighbours,
  mdb,
] as readonly unknown[] as readonly Kind[]

/** Objects by their slots, in the kernel's order. */
export type Slots = Map<string, object[]>

/** What a batch may change, as it was before. */
export interface Snapshot {
  readonly scope: Scope
  readonly links: readonly Link[]
  readonly objects: ReadonlyMap<Kind, Slots>
  /** If addresses of IPv6 are added. */
  readonly groups?: Groups | undefined
}

/** Whether requests of a verb create objects that were not there, of which nothing has to be known. */
export function alwaysCreates({ operation }: { readonly operation: string }): boolean {
  return kinds.some((kind) => kind.verbs[operation] === 'creates')
}

/** Whether what was before a request does not follow from that it succeeded. */
export function needsBefore(asked: Asked): boolean {
  if (!isOfLink(asked)) return kinds.some((kind) => kind.verbs[asked.operation] === 'changes')
  const { name, master } = asked.fields
  // A bridge changes with its ports.
  return !createsLink(asked) || typeof name !== 'string' || name.includes('%') || master !== undefined
}

/** Reads what these requests may change. */
export async function takeSnapshot(handle: Handle, asked: readonly Asked[]): Promise<Snapshot> {
  if (asked.length === 0) return { scope: NOTHING, links: [], objects: new Map() }
  const isAboutLinks = asked.some(
    (one) => isOfLink(one) || typeof one.fields.link === 'string' || one.operation === 'deleteBridgeVlan',
  )
  const links = isAboutLinks ? await on(handle, listLinks)({ stats: false }) : []
  const scope = await scopeOf(handle, new Links(links, asked), asked)
  const named = asked.map((one) => withIndex(one, links))
  const objects = new Map<Kind, Slots>()
  await Promise.all(kinds.map(async (kind) => objects.set(kind, await slotsOf(handle, kind, named, scope))))
  return { scope, links, objects }
}

/** The request with the index of the link instead of its name, as objects have it. */
function withIndex(asked: Asked, links: readonly Link[]): Asked {
  const { link } = asked.fields
  if (typeof link !== 'string') return asked
  const found = links.find(({ name, altnames }) => name === link || altnames?.includes(link) === true)
  return found === undefined ? asked : { ...asked, fields: { ...asked.fields, link: found.index } }
}

async function scopeOf(handle: Handle, links: Links, asked: readonly Asked[]): Promise<Scope> {
  const dropped = droppedBy(links)
  for (const index of darkenedBy(links, [...dropped])) dropped.add(index)
  const doomed = new Set<string>()
  // Links of which addresses vanish, or are put in their order again.
  const changed = [...links.touched].filter(([, { moved, paths }]) => moved !== undefined || paths.has('name'))
  const leaving = new Set([...deletedBy(links), ...changed.map(([index]) => index)])
  for (const { operation, fields } of asked) {
    if (operation !== 'deleteAddress' && operation !== 'deleteBridgeVlan') continue
    const index = links.indexOf(fields.link)
    if (index === undefined) continue
    dropped.add(index)
    if (operation === 'deleteAddress') leaving.add(index)
    // Options of a VLAN of the bridge go with the last port that has it.
    const master = links.before.get(index)?.master
    if (operation === 'deleteBridgeVlan' && master !== undefined) dropped.add(master)
  }
  if (leaving.size > 0) {
    const found = await addresses.list(handle, { scope: { ...NOTHING, links: leaving }, asked: [] })
    for (const one of found) if (leaving.has(one.link)) doomed.add(bare(one.address))
  }
  return { links: dropped, addresses: doomed, nexthops: asked.some(({ operation }) => operation === 'deleteNexthop') }
}

function isAffected(kind: Kind, { links, addresses: doomed, nexthops: used }: Scope): boolean {
  if (kind.noun === 'rule') return false
  if (links.size > 0) return true
  return (kind.noun === 'route' && (doomed.size > 0 || used)) || (kind.noun === 'nexthop' && used)
}

/** The objects of one kind that these requests may change, now. */
export async function slotsOf(
  handle: Handle,
  kind: Kind,
  all: readonly Asked[],
  scope: Scope,
  before?: Slots,
): Promise<Slots> {
  const asked = ofKind(kind, all)
  if (asked.length === 0 && !isAffected(kind, scope)) return new Map()
  const found = await kind.list(handle, { scope, asked })
  return slotted(kind, found, placesOf(kind, asked), scope, before)
}

/** Slots are complete: of objects that are ordered, those between are needed as well. */
function slotted(kind: Kind, found: readonly object[], places: Places, scope: Scope, before?: Slots): Slots {
  const isAffected = (item: object) => kind.within(item, scope) || isConcerned(kind, item, places)
  const all = grouped(found, (item) => kind.slot(item))
  return new Map([...all].filter(([slot, items]) => before?.has(slot) === true || items.some(isAffected)))
}
