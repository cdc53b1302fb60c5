import assert from 'node:assert/strict'
import type { Netlink, Watch } from '../../../lib/index.ts'
import { differences, type Volatile, volatileFrom } from '../../../lib/watch/difference.ts'
import { kinds } from '../../../lib/watch/kinds.ts'

type Fields = Record<string, unknown>

function stable(item: object, volatile: Volatile): Fields {
  const out: Fields = {}
  for (const [key, value] of Object.entries(item)) {
    const inner = volatile.get(key)
    if (inner === 'whole' || value === undefined) continue
    out[key] = inner === undefined || typeof value !== 'object' || value === null ? value : stable(value, inner)
  }
  return out
}

const byText = (items: Iterable<object>, volatile: Volatile) =>
  [...items].map((item) => JSON.stringify(stable(item, volatile))).sort()

/** The fields of those that only one side has. */
function brief(texts: readonly string[], others: readonly string[]): string[] {
  const all = others.map((text) => JSON.parse(text) as Fields)
  return texts
    .filter((text) => !others.includes(text))
    .map((text) => {
      const item = JSON.parse(text) as Fields
      const twin = all.find((one) => one.index !== undefined && one.index === item.index)
      return twin === undefined
        ? text
        : `${item.name}: ${differences(twin, item, new Map()).map((key) => `${key} ${JSON.stringify(item[key])}`)}`
    })
}

/** Throws unless the replica is what the lists return now. */
export async function sameAsLists(watch: Watch, nl: Netlink): Promise<void> {
  const lists = {
    links: nl.listLinks(),
    addresses: nl.listAddresses(),
    routes: nl.listRoutes({ table: 'all' }),
    rules: nl.listRules(),
    neighbours: nl.listNeighbours(),
    nexthops: nl.listNexthops(),
    vlans: nl.listBridgeVlans({ ranges: false }),
    mdb: nl.listMdb(),
  }
  for (const { identity } of kinds) {
    const plural = identity.plural as keyof typeof lists
    const volatile = volatileFrom(identity.volatile)
    const held = byText(watch[plural].values(), volatile)
    const listed = byText(await lists[plural], volatile)
    assert.deepEqual(
      { held: brief(held, listed), listed: brief(listed, held), count: held.length },
      { held: [], listed: [], count: listed.length },
      plural,
    )
  }
}

/** What a watch of everything is asked for. */
export const EVERYTHING = {
  links: true,
  addresses: true,
  routes: { table: 'all' },
  rules: true,
  neighbours: true,
  nexthops: true,
  vlans: true,
  mdb: true,
} as const
