import type { Limits } from '../transport/limit.ts'
import { leave, leavingOf } from './detach.ts'
import type { Damaged, Stored } from './entry.ts'
import { heal } from './healing.ts'
import type { Host } from './host.ts'
import { listPublished, type Published, removeElements, sweepMarks } from './ledger.ts'
import type { Site } from './site.ts'
import { addressIsOf } from './subnet.ts'
import type { Collected } from './types.ts'
import { Whereabouts } from './whereabouts.ts'

/** What a network has on record and in the kernel. The order matters: whatever is attached meanwhile is in all of it or in none. */
export interface Inventory {
  /** Ports of the network's addresses. */
  readonly published: readonly Published[]
  readonly stored: ReadonlyMap<string, Stored>
  readonly torn: readonly string[]
  /** Files that cannot be read: whose address it is cannot be known, so that it counts as given out. */
  readonly damaged: readonly Damaged[]
  /** Names of the host's links. */
  readonly links: ReadonlySet<string>
}

export async function takeInventory({ host, folder, shape }: Site): Promise<Inventory> {
  const published = (await listPublished(host)).filter(({ target }) => addressIsOf(shape, target))
  const { stored, torn, damaged } = folder.entries(shape)
  return {
    published,
    stored,
    torn,
    damaged,
    links: await linkNames(host),
  }
}

async function linkNames(host: Host): Promise<Set<string>> {
  return new Set((await host.links()).map(({ name }) => name))
}

/** A container was stopped on its way in. */
export function isUnfinished(stored: Stored): boolean {
  return stored.ending === undefined && stored.held !== true
}

/** The kernel took its cable away with its namespace. */
export function isGone({ links }: Inventory, { ending, link }: Stored): boolean {
  return ending !== undefined && !links.has(link)
}

/** Published ports that lead to addresses that nobody has. */
export function strays({ published, stored, damaged }: Inventory): Published[] {
  const held = new Set([...[...stored.values()].flatMap(({ files }) => files), ...damaged.map(({ file }) => file)])
  return published.filter(({ target }) => !held.has(target))
}

/** Removes what belongs to containers that are no more; `changed` is whether anything did. */
export function collectGarbage(
  site: Site,
  operation: string,
  limits: Limits,
): Promise<{ collected: Collected[]; changed: boolean }> {
  const collect = async () => {
    const whereabouts = new Whereabouts()
    await heal(site.host, site.folder, site.shape)
    const inventory = await takeInventory(site)
    const dead = await takeOff(
      [...inventory.stored.values()].filter((stored) => isGone(inventory, stored) || isUnfinished(stored)),
      (stored) => leave(site, stored, undefined, whereabouts),
    )
    for (const address of inventory.torn) site.folder.releaseTorn(address)
    const gone = new Set(dead.map(({ link }) => link))
    const kept = new Map([...inventory.stored].filter(([link]) => !gone.has(link)))
    const stray = strays({ ...inventory, stored: kept })
    await removeElements(
      site.host,
      stray.map(({ element }) => element),
    )
    const swept = await sweepMarks(site.host)
    const changed = swept || dead.length + inventory.torn.length + stray.length > 0
    return { collected: dead.map(collectedOf), changed }
  }
  return site.host.lock.hold(operation, collect, limits)
}

/** Those that were taken off. */
async function takeOff(dead: readonly Stored[], off: (stored: Stored) => Promise<boolean>): Promise<Stored[]> {
  const done = await Promise.all(dead.map(off))
  return dead.filter((_, i) => done[i])
}

function collectedOf(stored: Stored): Collected {
  const { link, address, address6 } = leavingOf(stored)
  return { link, ...(address === undefined ? {} : { address }), ...(address6 === undefined ? {} : { address6 }) }
}
