import { describeValue } from '../../errors.ts'
import type { Limits } from '../../transport/limit.ts'
import { checkAll, named } from '../../verb/checks.ts'
import { attachmentOf } from '../endpoint/attachment.ts'
import { findChild } from '../endpoint/child.ts'
import { ID_CHECKS, leave } from '../endpoint/detach.ts'
import { NamespaceFinder } from '../endpoint/namespace-finder.ts'
import { identity } from '../endpoint/route.ts'
import { listPublished, type Published, removeElements, sweepMarks } from '../firewall/state.ts'
import type { Host } from '../host/host.ts'
import { hasParent } from '../parent.ts'
import type { Damaged, Lease } from '../state/lease.ts'
import { addressIsOf, firstAddresses } from '../subnet.ts'
import type { Collected, EndpointId } from '../types.ts'
import type { NetworkContext } from './context.ts'
import { restore } from './restore.ts'

/** What a network has on record and in the kernel. The order matters: whatever is attached meanwhile is in all of it or in none. */
export interface Inventory {
  /** Ports of the network's addresses. */
  readonly published: readonly Published[]
  readonly leases: ReadonlyMap<string, Lease>
  readonly broken: readonly string[]
  /** Files that cannot be read: whose address it is cannot be known, so that it counts as given out. */
  readonly damaged: readonly Damaged[]
  /** Names of the host's links; on a parent, of the attachments whose links exist. */
  readonly links: ReadonlySet<string>
}

export async function takeInventory(context: NetworkContext): Promise<Inventory> {
  const { host, folder, config } = context
  if (hasParent(config.mode)) return childInventory(context)
  const all = await listPublished(host)
  const { leases, broken, damaged } = folder.leases(config)
  const published = all.filter(({ target }) => addressIsOf(config, target))
  return {
    published,
    leases,
    broken,
    damaged,
    links: await linkNames(host),
  }
}

/** On a parent, the links that count are those of the containers, by the names of their attachments. */
async function childInventory({ host, folder, config }: NetworkContext): Promise<Inventory> {
  const found = folder.leases(config)
  const all = [...found.leases.values()]
  const children = await Promise.all(all.map((lease) => findChild(host, config, lease)))
  const links = new Set(all.filter((_, i) => children[i] !== undefined).map(({ link }) => link))
  return { ...found, published: [], links }
}

async function linkNames(host: Host): Promise<Set<string>> {
  return new Set((await host.links()).map(({ name }) => name))
}

/** A container was stopped on its way in. */
export function isUnfinished(lease: Lease): boolean {
  return lease.ready === undefined && lease.held !== true
}

/** The kernel took its veth pair away with its namespace. */
export function isGone({ links }: Inventory, { ready, link }: Lease): boolean {
  return ready !== undefined && !links.has(link)
}

/** A container that is completely attached, and whose link exists. */
export function isSettled(inventory: Inventory, lease: Lease): boolean {
  return lease.ready !== undefined && !isGone(inventory, lease)
}

/** These containers. */
export function settled(inventory: Inventory): Lease[] {
  return [...inventory.leases.values()].filter((lease) => isSettled(inventory, lease))
}

/** The caller's containers that it does not list any more. */
function isUnwanted({ id, interface: name, ready }: Lease, keep: readonly EndpointId[] | undefined): boolean {
  if (keep === undefined || id === undefined || ready === undefined) return false
  return !keep.some((one) => one.id === id && (one.interface === undefined || one.interface === name))
}

/** Checks the list of the containers that still exist. */
export function readKeep(keep: unknown): EndpointId[] | undefined {
  if (keep === undefined) return undefined
  if (!Array.isArray(keep)) throw new TypeError(`collect: keep must be an array, not ${describeValue(keep)}`)
  return keep.map((one: unknown, i) => {
    if (typeof one === 'string') return { id: named('collect', `keep[${i}]`, () => identity(one)) }
    const { id, interface: name } = checkAll('collect', one, ID_CHECKS, `keep[${i}]`)
    if (id === undefined) throw new TypeError(`collect: keep[${i}].id is missing`)
    return { id, interface: name }
  })
}

/** Published ports that lead to addresses without a container. */
export function strays({ published, leases, damaged }: Inventory): Published[] {
  const held = new Set([...[...leases.values()].flatMap(({ files }) => files), ...damaged.map(({ file }) => file)])
  return published.filter(({ target }) => !held.has(target))
}

/** Removes what belongs to containers that are no more; `changed` is whether anything did. */
export function collectGarbage(
  context: NetworkContext,
  operation: string,
  limits: Limits,
  keep?: readonly EndpointId[],
): Promise<{ collected: Collected[]; changed: boolean }> {
  const collect = async () => {
    const finder = new NamespaceFinder()
    await restore(context.host, context.folder, context.config)
    const inventory = await takeInventory(context)
    const dead = await takeOff(
      [...inventory.leases.values()].filter(
        (lease) => isGone(inventory, lease) || isUnfinished(lease) || isUnwanted(lease, keep),
      ),
      (lease) => leave(context, lease, undefined, finder),
    )
    for (const address of inventory.broken) context.folder.releaseTorn(address)
    const gone = new Set(dead.map(({ link }) => link))
    const kept = new Map([...inventory.leases].filter(([link]) => !gone.has(link)))
    const stray = strays({ ...inventory, leases: kept })
    await removeElements(
      context.host,
      stray.map(({ element }) => element),
    )
    const swept = await sweepMarks(context.host)
    const changed = swept || dead.length + inventory.broken.length + stray.length > 0
    return { collected: dead.map(collectedOf), changed }
  }
  return context.host.lock.hold(operation, collect, limits)
}

/** Those that were taken off. */
async function takeOff(dead: readonly Lease[], off: (lease: Lease) => Promise<boolean>): Promise<Lease[]> {
  const done = await Promise.all(dead.map(off))
  return dead.filter((_, i) => done[i])
}

function collectedOf(lease: Lease): Collected {
  const { link, addresses } = attachmentOf(lease)
  return { link, ...(lease.id !== undefined && { id: lease.id }), ...firstAddresses(addresses) }
}
