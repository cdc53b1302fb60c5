import type { Link } from '../link/link.ts'
import type { Item } from './families.ts'

/** Fields that hold the index of a link. */
const LINKS = ['link', 'oif', 'master'] as const

/** An object of a list with the names of links instead of their indices, so that it can be stored. */
export function named(item: Item, links: ReadonlyMap<number, Link>): Item {
  const out: Record<string, unknown> = { ...item }
  for (const key of LINKS) {
    const index = out[key]
    if (typeof index === 'number') out[key] = links.get(index)?.name ?? index
  }
  if (Array.isArray(out.multipath)) out.multipath = out.multipath.map((hop: Item) => named(hop, links))
  return out
}
