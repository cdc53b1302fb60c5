import type { Answer } from '../../support/answer.ts'
import type { Place } from '../../support/place.ts'

/** What counts, or says how long something has been there. */
const PASSING = [
  ...['stats', 'stats64', 'promiscuity', 'allmulti', 'carrier_changes', 'carrier_up_count', 'carrier_down_count'],
  ...['hello_timer', 'tcn_timer', 'topology_change_timer', 'gc_timer', 'message_age_timer', 'forward_delay_timer'],
  ...['hold_timer', 'used', 'confirmed', 'updated', 'probes', 'refcnt', 'operstate', 'expires', 'root_id', 'bridge_id'],
  ...['designated_root', 'designated_bridge', 'updated', 'cache', 'tentative', 'linkmode'],
]

/** Lifetimes count down; tests set them to some hundreds of seconds above a multiple of 1000. */
function roughly(seconds: unknown): number {
  return Math.floor(Number(seconds) / 1000)
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !PASSING.includes(key))
  return Object.fromEntries(kept.map(([key, one]) => [key, key.endsWith('_life_time') ? roughly(one) : plain(one)]))
}

/** Everything in an order of its own, where the kernel has none. */
function sorted(found: readonly unknown[]): string[] {
  return found.map((one) => JSON.stringify(plain(one))).sort()
}

/** What the kernel learns and forgets itself. */
function isSet(entry: Answer): boolean {
  const { state } = entry as { state?: unknown }
  return state === undefined || /permanent|static|noarp/i.test(JSON.stringify(state))
}

const CONF =
  'cd /proc/sys/net; grep -H . ipv4/conf/*/* ipv6/conf/*/* ipv4/neigh/*/* 2>/dev/null | grep -v stable_secret | sort'

/** All that `ip` and `bridge` know of a namespace. */
export function state(place: Place): Readonly<Record<string, readonly string[]>> {
  const ask = (command: string) => place.ip(command)
  return {
    links: sorted(ask('-j -d link show')),
    // In the kernel's order, which decides what is secondary.
    addresses: ask('-j -d -4 address show').map((one) =>
      JSON.stringify(plain((one as { addr_info?: unknown }).addr_info)),
    ),
    addresses6: sorted(ask('-j -d -6 address show').map((one) => (one as { addr_info?: unknown }).addr_info)),
    routes: ask('-j -d -4 route show table all').map((one) => JSON.stringify(plain(one))),
    routes6: sorted(ask('-j -d -6 route show table all')),
    rules: [...ask('-j -4 rule show'), ...ask('-j -6 rule show')].map((one) => JSON.stringify(one)),
    neighbours: sorted([...ask('-j neigh show').filter(isSet), ...ask('-j neigh show proxy')]),
    nexthops: sorted(ask('-j -d nexthop show')),
    forwarding: sorted((JSON.parse(place.run('bridge -j fdb show') || '[]') as Answer[]).filter(isSet)),
    parameters: place.sh(CONF).split('\n'),
  }
}
