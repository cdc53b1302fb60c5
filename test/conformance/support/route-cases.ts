import { basic } from './route-basic.ts'
import type { RouteCase } from './route-case.ts'
import { hops } from './route-hops.ts'
import { inet6 } from './route-inet6.ts'
import { types } from './route-kinds.ts'
import { metrics } from './route-metrics.ts'

export const routeCases: readonly RouteCase[] = [...basic, ...types, ...metrics, ...hops, ...inet6]
