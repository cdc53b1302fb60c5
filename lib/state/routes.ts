import { identity } from '../route/identity.ts'
import { listRoutes, type RouteFilter } from '../route/list.ts'
import type { Route } from '../route/report.ts'
import { addRoute, appendRoute, deleteRoute, type RouteOptions, replaceRoute } from '../route/route.ts'
import { on } from '../verb/verb.ts'
import { isSame, volatileFrom } from '../watch/difference.ts'
import type { Fields } from './asked.ts'
import type { Kind, Reach } from './kind.ts'
import { agree, lists } from './listed.ts'

/** State of a route and of its hops, which follows from that of the links. */
const STATE = ['dead', 'linkdown', 'offload', 'trap', 'offload_failed']
const volatile = volatileFrom([...identity.volatile, 'pref'])

function withoutState(route: Route): Route {
  const flags = route.flags.filter((one) => !STATE.includes(String(one)))
  if (route.multipath === undefined) return { ...route, flags }
  const multipath = route.multipath.map((hop) => ({
    ...hop,
    flags: hop.flags.filter((one) => !STATE.includes(String(one))),
  }))
  return { ...route, flags, multipath: multipath as NonNullable<Route['multipath']> }
}

function oifs({ oif, multipath }: Route): (number | undefined)[] {
  return multipath === undefined ? [oif] : multipath.map((hop) => hop.oif)
}

function place(family: unknown, table: unknown, dst: unknown): string {
  return `${family} ${table} ${dst}`
}

/** The metric that the kernel gives to a route of IPv6 without one: IP6_RT_PRIO_USER. */
const USER_PRIORITY = 1024

function made(route: Route, fields: Fields): boolean {
  const inet6 = route.family === 'inet6'
  const priority =
    fields.priority === undefined || fields.priority === 0 ? (inet6 ? USER_PRIORITY : 0) : fields.priority
  if ((route.priority ?? 0) !== priority || route.protocol !== fields.protocol) return false
  if (!inet6 && route.tos !== (fields.tos ?? 0)) return false
  if (fields.nhId !== undefined) return route.nhId === fields.nhId
  const { multipath } = route
  if (multipath === undefined || fields.multipath !== undefined)
    return (multipath === undefined) === (fields.multipath === undefined) && agree(route, fields, ['gateway', 'oif'])
  return multipath.some((hop) => agree(hop, fields, ['gateway', 'oif']))
}

/** One table, or one family, if the requests are about no other. */
function filterOf({ scope, asked }: Reach): RouteFilter {
  if (scope.links.size > 0 || scope.addresses.size > 0 || scope.nexthops) return { table: 'all' }
  const [first] = asked
  const { table, family } = (first?.fields ?? {}) as { table?: Route['table']; family?: Route['family'] }
  return {
    table: asked.every(({ fields }) => fields.table === table) ? (table ?? 'all') : 'all',
    ...(asked.every(({ fields }) => fields.family === family) ? { family } : {}),
  }
}

/** Of few links, the routes of each are listed, unless others may have vanished, too. */
const MOST_LINKS = 4

async function list(handle: Parameters<Kind['list']>[0], reach: Reach): Promise<Route[]> {
  const { scope, asked } = reach
  const apart = scope.addresses.size === 0 && !scope.nexthops && scope.links.size <= MOST_LINKS
  const filters: RouteFilter[] = apart ? [...scope.links].map((oif) => ({ table: 'all', oif })) : [filterOf(reach)]
  if (apart && asked.length > 0) filters.push(filterOf({ scope: { ...scope, links: new Set() }, asked }))
  const found = await lists(filters.map((filter) => on(handle, listRoutes)(filter)))
  return distinct(found.filter((one) => !one.flags.includes('cloned')))
}

/** A route over two links is listed twice. */
function distinct(found: readonly Route[]): Route[] {
  const seen = new Set<string>()
  return found.filter((route) => {
    const { cacheinfo: _, expires: __, ...rest } = route
    const text = JSON.stringify(rest)
    return !seen.has(text) && seen.add(text) !== undefined
  })
}

/** Routes of one destination and metric are in the kernel's order: the first one is used. */
export const routes: Kind<Route> = {
  noun: 'route',
  verbs: { addRoute: 'creates', appendRoute: 'changes', replaceRoute: 'changes', deleteRoute: 'changes' },
  slot: (route) => `${place(route.family, route.table, route.dst)} ${identity.key?.(route)}`,
  placeOf: ({ family, table, dst }) => place(family, table, dst),
  placeAsked: ({ family, table, dst = 'default' }) => place(family, table, dst),
  made,
  same: (one, other) => isSame(withoutState(one), withoutState(other), volatile),
  // The kernel joins routes of IPv6 with gateways to one with several hops.
  unique: ({ family }) => family === 'inet6',
  within: (route, { links, addresses, nexthops }) =>
    oifs(route).some((oif) => oif !== undefined && links.has(oif)) ||
    (route.prefsrc !== undefined && addresses.has(route.prefsrc)) ||
    (nexthops && route.nhId !== undefined),
  own: ({ protocol, type }) => protocol === 'kernel' || type === 'local' || type === 'multicast' || type === 'anycast',
  ownGoes: true,
  list,
  ordered: (items) => [...items.filter(isDirect), ...items.filter((one) => !isDirect(one))],
  // After the others of the same key.
  put: (handle, route) => on(handle, route.family === 'inet6' ? addRoute : appendRoute)(given(route)),
  remove: (handle, route) => on(handle, deleteRoute)(given(route)),
  canReplace: () => true,
  replace: (handle, to) => on(handle, replaceRoute)(given(to)),
  subject: ({ dst, table }) => (table === 'main' ? dst : `${dst} of table ${table}`),
}

/** Gateways must be reachable. */
function isDirect({ gateway, multipath, via }: Route): boolean {
  return gateway === undefined && multipath === undefined && via === undefined
}

/** The state of a link is not sent. */
function given(route: Route): RouteOptions {
  return withoutState(route) as RouteOptions
}
