import type { Answer } from '../../support/answer.ts'
import type { Place } from '../../support/place.ts'

type Shown = Record<string, unknown>

/** What changes without a request, or follows from what else there is. */
const VOLATILE = new Set([
  ...[
    'ifindex',
    'link_index',
    'link_netnsid',
    'promiscuity',
    'allmulti',
    'operstate',
    'qdisc',
    'min_mtu',
    'max_mtu',
    'stats64',
  ],
  ...[
    'valid_life_time',
    'preferred_life_time',
    'hello_timer',
    'tcn_timer',
    'topology_change_timer',
    'forward_delay_timer',
    'hold_timer',
    'message_age_timer',
    'gc_timer',
    'bridge_id',
  ],
  ...[
    'root_id',
    'designated_root',
    'designated_bridge',
    'designated_port',
    'no',
    'id',
    'port_id',
    'port_no',
    'state',
    'cost',
    'expires',
    'used',
    'refcnt',
  ],
  ...['altnames', 'fdb_n_learned', 'root_port', 'root_path_cost', 'tentative', 'scope6'],
])
const STATE = new Set(['LOWER_UP', 'NO-CARRIER', 'M-DOWN', 'linkdown'])

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !STATE.has(one as string)).map(plain)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !VOLATILE.has(key))
  return Object.fromEntries(kept.sort().map(([key, inner]) => [key, plain(inner)]))
}

const lines = (answers: readonly Answer[]) => answers.map((one) => JSON.stringify(plain(one))).sort()

/** What `ip` shows of a namespace, one line an object; without link-local addresses and what the kernel makes of them. */
export function dump({ ip }: Pick<Place, 'ip'>): Record<string, string[]> {
  const addresses = ip<Shown>('-j address show').flatMap(({ ifname, addr_info = [] }) =>
    (addr_info as Shown[]).filter(({ scope }) => scope !== 'link').map((one) => ({ ifname, ...one })),
  )
  const routes = ['-4', '-6'].flatMap((family) => ip<Shown>(`-j -d ${family} route show table all`))
  const isOwn = ({ dst, type, protocol }: Shown) =>
    type !== 'multicast' &&
    !String(dst).startsWith('fe80') &&
    !String(dst).startsWith('ff00') &&
    !(type === 'anycast') &&
    !(protocol === 'kernel' && type === 'local' && String(dst).includes(':'))
  return {
    links: lines(ip('-j -d link show')),
    addresses: lines(addresses as Answer[]),
    routes: lines(routes.filter(isOwn) as Answer[]),
    rules: lines([...ip('-j -4 rule show'), ...ip('-j -6 rule show')]),
    nexthops: lines(ip('-j nexthop show').map((one) => ({ ...one, number: (one as Shown).id }) as Answer)),
    neighbours: lines([...ip('-j neighbour show nud permanent'), ...ip('-j neighbour show proxy')]),
  }
}
