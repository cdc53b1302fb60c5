import type { Identity } from '../verb/identity.ts'
import type { Route } from './report.ts'

/** The links over which a route leads. */
function oifs({ oif, multipath }: Route): readonly (number | undefined)[] {
  return multipath === undefined ? [oif] : multipath.map((hop) => hop.oif)
}

/** Routes with gateways share one key in IPv6, because the kernel joins them to a multipath route (rt6_qualify_for_ecmp in include/net/ip6_route.h). */
function key(route: Route): string {
  if (route.family !== 'inet6') return `${route.tos} ${route.priority ?? 0}`
  const shared = route.gateway !== undefined || route.multipath !== undefined
  return `${route.src ?? ''} ${route.priority ?? 0} ${shared ? 'via' : `${route.oif} ${route.nhId}`}`
}

/** Of a destination and metric in IPv6, routes over links coexist; other routes are joined or replaced (fib6_add_rt2node in net/ipv6/ip6_fib.c). */
function contests(one: Route, other: Route): boolean {
  if (one.family !== 'inet6' || one.priority !== other.priority) return false
  return !isOverLink(one) || !isOverLink(other)
}

function isOverLink({ type, gateway, multipath, nhId }: Route): boolean {
  return type !== 'unicast'
    ? type !== 'blackhole' && type !== 'unreachable' && type !== 'prohibit'
    : gateway === undefined && multipath === undefined && nhId === undefined
}

/** Routes of IPv4 are ordered where they have the same destination, tos and priority; the first one is used. */
export const identity: Identity<Route> = {
  kind: 'route',
  plural: 'routes',
  message: 'NEWROUTE',
  groups: ['ipv4_route', 'ipv6_route'],
  volatile: ['cacheinfo', 'expires'],
  place({ dst, table, family }) {
    if (table === 'main') return dst !== 'default' || family === 'inet' ? dst : `${dst} ${family}`
    return `${dst} ${table} ${family}`
  },
  key,
  contests,
  omit: ({ flags }) => flags.includes('cloned'),
  links: ['oif'],
  defaults: { table: ({ table }) => table === 'main' },
  matches: {
    table: ({ table }, wanted: Route['table'] | 'all') => wanted === 'all' || table === wanted,
    oif: (route, wanted: number) => oifs(route).includes(wanted),
  },
  // Not the protocol: a route of another one may replace one that is followed.
  selectors: ['family', 'table'],
  collateral: {
    link: oifs,
    by: 'oif',
    nexthop: ({ nhId }: Route) => nhId !== undefined,
    address: ({ prefsrc }: Route) => prefsrc,
  },
}
