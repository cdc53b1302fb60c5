import assert from 'node:assert/strict'
import type { Watch } from '../../../lib/index.ts'
import type { Place } from '../../support/place.ts'

type Shown = Record<string, unknown> & { addr_info?: Record<string, unknown>[]; nexthops?: Record<string, unknown>[] }

const words = (...parts: unknown[]) => parts.map((part) => part ?? '-').join(' ')

/** The replica and what `ip -j` shows, in the same words. */
function views(watch: Watch, { ip }: Place): Record<string, [string[], string[]]> {
  const names = new Map([...watch.links].map(([index, { name }]) => [index, name]))
  const nameOf = (index: number | undefined) => (index === undefined ? undefined : names.get(index))
  const routes = [...ip<Shown>('-j -4 route show table all'), ...ip<Shown>('-j -6 route show table all')]
  const prefixOf = (dst: string) => dst.replace(/\/(32|128)$/, '')
  return {
    links: [
      [...watch.links.values()].map(({ index, name, mtu, up, master }) => words(index, name, mtu, up, nameOf(master))),
      ip<Shown>('-j link show').map((one) =>
        words(one.ifindex, one.ifname, one.mtu, (one.flags as string[]).includes('UP'), one.master),
      ),
    ],
    addresses: [
      watch.addresses.map(({ link, address }) => words(nameOf(link), address)),
      ip<Shown>('-j address show').flatMap(({ ifname, addr_info = [] }) =>
        addr_info.map(({ local, prefixlen }) => words(ifname, `${local}/${prefixlen}`)),
      ),
    ],
    routes: [
      watch.routes.map(({ dst, gateway, oif, priority, table, multipath, nhId, prefsrc, family }) =>
        words(
          prefixOf(dst),
          gateway,
          nameOf(oif),
          priority,
          table,
          multipath?.length,
          nhId,
          prefsrc,
          family === 'inet6',
        ),
      ),
      routes.map((one, i) => {
        const six = i >= ip4count(routes)
        return words(
          one.dst === 'default' ? 'default' : prefixOf(String(one.dst)),
          one.gateway,
          one.dev,
          one.metric,
          one.table ?? 'main',
          one.nexthops?.length,
          one.nhid,
          one.prefsrc,
          six,
        )
      }),
    ],
    rules: [
      watch.rules.map(({ priority, table, src }) => words(priority, table, src?.replace(/\/(32|128)$/, ''))),
      [...ip<Shown>('-j -4 rule show'), ...ip<Shown>('-j -6 rule show')].map((one) =>
        words(
          one.priority,
          one.table,
          one.src === 'all' ? undefined : one.srclen === undefined ? one.src : `${one.src}/${one.srclen}`,
        ),
      ),
    ],
    nexthops: [
      [...watch.nexthops.values()].map(({ id, gateway, oif, group }) => words(id, gateway, nameOf(oif), group?.length)),
      ip<Shown>('-j nexthop show').map((one) => words(one.id, one.gateway, one.dev, (one.group as unknown[])?.length)),
    ],
  }
}

const ip4count = (routes: readonly Shown[]) => routes.filter((one) => !isSix(one)).length
const isSix = (one: Shown) => one.pref !== undefined

/** Throws unless the replica is what `ip` shows now. */
export function sameAsIp(watch: Watch, place: Place): void {
  for (const [what, [held, shown]] of Object.entries(views(watch, place))) {
    const only = (some: string[], others: string[]) => some.filter((one) => !others.includes(one))
    assert.deepEqual({ held: only(held, shown), shown: only(shown, held) }, { held: [], shown: [] }, what)
    assert.equal(held.length, shown.length, what)
  }
}
