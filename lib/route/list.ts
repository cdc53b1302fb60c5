import type { Protocol } from '../protocol/enums/protocol.ts'
import { type Table, table } from '../protocol/enums/table.ts'
import { fieldsOf, orAll } from '../verb/filter.ts'
import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import { AF_INET } from '../wire/af.ts'
import type { Family } from '../wire/family.ts'
import { HEADER } from '../wire/header.ts'
import type { LinkRef } from '../wire/reference.ts'
import { identity } from './identity.ts'
import { type Report, type RouteType, route } from './message.ts'
import { deletionOf } from './preset.ts'
import { Repeats } from './repeat.ts'
import { linksOf, normalize, type Route, request } from './report.ts'
import { deletionRequest } from './request.ts'

/** Selects the routes to list. */
export interface RouteFilter extends Naming {
  /** Both IPv4 and IPv6 by default. */
  family?: Family | undefined
  /** Routing table, 'main' by default; 'all' for every table. */
  table?: Table | 'all' | undefined
  /** Outgoing link of the routes; iproute2: `dev`. */
  oif?: LinkRef | undefined
  /** Origin of the routes (RTPROT_*); iproute2: `proto`. */
  protocol?: Protocol | undefined
  /** Type of the routes, such as 'unicast' or 'blackhole'. */
  type?: RouteType | undefined
}

/** The kernel applies all filters (ip_valid_fib_dump_req in net/ipv4/fib_frontend.c). `ip route` also lists MPLS and multicast routing separately. */
const routes = listing<RouteFilter, Report, Route, Naming>({
  request: () => request,
  answer: normalize,
  filters: [
    ...fieldsOf(route, 'family', 'oif', 'protocol', 'type'),
    { key: 'table', type: orAll(table) },
    ...['dst', 'to', 'match'].map((key) => ({ key, instead: 'lookupRoute({ dst }) finds the route of a destination' })),
  ],
  fields: ({ table: wanted = 'main', ...others }) => (wanted === 'all' ? others : { ...others, table: wanted }),
  ipOnly: true,
  // A table that does not exist is an empty one.
  empty: ['ENOENT'],
  // Only dumps of IPv6 need it.
  repeats: (request) => (request[HEADER] === AF_INET ? undefined : new Repeats()),
  links: linksOf,
  identity,
})

/** Lists routes (`ip route show`); those of the table main by default. */
export const listRoutes = routes.list('listRoutes')

/**
 * Lists routes one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. If the table
 * changes meanwhile, the iteration ends with ERR_NETLINK_DUMP_INTERRUPTED after the last route.
 */
export const streamRoutes = routes.stream('streamRoutes')

const FLUSH = 'flushRoutes'
const flushing = request(FLUSH, 'delete')

/**
 * Deletes the routes that the filter selects and resolves with the number deleted (`ip route flush`). `table` is 'main' by default. Routes
 * that disappear meanwhile are not counted. A filter without any property is a TypeError.
 *
 * ```ts
 * await flushRoutes({ table: 100 })
 * await flushRoutes({ protocol: 'bird', family: 'inet6' })
 * ```
 */
export const flushRoutes = routes.flush(FLUSH, {
  remove: (sender, found) => sender.request(flushing, deletionRequest(FLUSH, found), deletionOf(found)),
  undo: 'exact',
  gone: ['ESRCH', 'ENOENT', 'ENODEV'],
  check({ table: wanted }) {
    if (wanted === 'unspec')
      throw new TypeError(`${FLUSH}: table must be a table or 'all', not 'unspec', which selects every table`)
  },
})
