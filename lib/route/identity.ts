import { without } from '../verb/brief.ts'
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
  desired: {
    owner: 'protocol',
    apart: 'dst',
    key: ({ family, table, dst, src, tos, priority }) =>
      `${family} ${table} ${dst} ${src ?? ''} ${tos} ${priority ?? 0}`,
    completed,
    chosen: ['oif'],
    automatic: ({ protocol, type, expires }) =>
      protocol === 'kernel' ||
      protocol === 'redirect' ||
      protocol === 'ra' ||
      type === 'multicast' ||
      expires !== undefined,
    brief: (route) =>
      without(route, {
        ...{ family: isPlain(route) ? route.family : undefined, tos: 0, table: 'main', type: 'unicast' },
        ...{ protocol: 'boot', scope: scopeOf(route), pref: 'medium', priority: route.family === 'inet6' ? 1024 : 0 },
      }),
    // The kernel looks for the gateway in the routes that exist.
    rank: ({ gateway, multipath, via, nhId }) => ((gateway ?? multipath ?? via ?? nhId) === undefined ? 0 : 1),
  },
}

/** What the kernel adds to a route of IPv6 (ip6_route_info_create and rt6_fill_node in net/ipv6/route.c). */
function completed(route: Route): Route {
  if (route.family !== 'inet6') return route
  const { priority, pref = 'medium' } = route
  return { ...route, scope: 'universe', pref, priority: priority === undefined || priority === 0 ? 1024 : priority }
}

/** The scope of a route for which none is given. */
function scopeOf({ family, type, gateway, multipath, via, nhId }: Route): Route['scope'] {
  if (family === 'inet6' || (gateway ?? multipath ?? via ?? nhId) !== undefined) return 'universe'
  return type === 'local' || type === 'nat' ? 'host' : type === 'unicast' || type === 'broadcast' ? 'link' : 'universe'
}

/** Whether an address shows the family. */
function isPlain({ family, dst, gateway, prefsrc }: Route): boolean {
  return family === 'inet' || [dst, gateway, prefsrc].some((one) => one?.includes(':') === true)
}
