import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Links } from '../verb/naming.ts'
import { type Report, route } from './message.ts'

/** A route as the kernel lists it. `dst` is always there, 'default' for every destination. */
export interface Route extends Omit<Report, 'dst'> {
  /** Destination, '10.0.0.0/8'; 'default' for every one; a label such as '100' in a route of MPLS. */
  dst: string
  /** Name of `oif`, with `names: true`. */
  oifName?: string
  /** Name of `iif`, with `names: true`. */
  iifName?: string
}

const routeRequest = rtnetlink.verbs('NEWROUTE', route)

/** Errors name the destination; the request of a default route contains none. */
const subject = ({ dst = 'default' }: Readonly<Record<string, unknown>>): string => String(dst)

/** A request about routes. */
export const request: typeof routeRequest = (name, operation, extras) =>
  routeRequest(name, operation, operation === 'list' ? extras : { subject, ...extras })

/** Where a route contains indices of links. */
export const linksOf: Links<Route> = (found) => [
  [found, 'oif'],
  [found, 'iif'],
  ...(found.multipath ?? []).map((hop) => [hop, 'oif'] as const),
]

/** The kernel's USER_HZ, the unit of ages. */
const TICKS = 100

/** The kernel does not report an empty destination, and reports the lifetime in another unit than it accepts. */
export function normalize(found: Report): Route {
  if (found.dst === undefined) found.dst = 'default'
  const left = found.cacheinfo?.expires ?? 0
  if (left > 0) found.expires = Math.ceil(left / TICKS)
  return found as Route
}
