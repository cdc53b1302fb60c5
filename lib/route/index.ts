import { verbs } from '../protocol/verbs.ts'
import * as flush from './flush.ts'
import * as list from './list.ts'
import * as route from './route.ts'

export type { Protocol } from '../protocol/enums/protocol.ts'
export type { Scope } from '../protocol/enums/scope.ts'
export type { Table } from '../protocol/enums/table.ts'
export type { RouteFilter } from './list.ts'
export type { RouteType } from './message.ts'
export type { Metrics, MetricsOptions } from './metrics.ts'
export type { Nexthop, NexthopOptions } from './nexthop.ts'
export type { Route } from './report.ts'
export type { RouteLookup, RouteOptions } from './route.ts'

/** Verbs that can be collected in a batch. */
export const changes = verbs(route, 'addRoute', 'replaceRoute', 'appendRoute', 'deleteRoute')

/** Verbs that answer, or take several steps. */
export const reads = Object.assign(
  verbs(list, 'listRoutes', 'streamRoutes'),
  verbs(route, 'lookupRoute'),
  verbs(flush, 'flushRoutes'),
)
