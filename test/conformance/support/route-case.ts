import type { RouteOptions } from '../../../lib/index.ts'

/** One kind of route: as we are asked for it, as `ip route add` is, and what both `ip -j -d` and our list must then say of it. */
export interface RouteCase {
  what: string
  ours: RouteOptions
  /** Words behind `ip`. */
  ip: string
  /** Members of the object that `ip -j -d route` prints. */
  shown: object
  /** Members of the object that listRoutes gives; what was asked for, unless given. */
  listed?: object
  /** A shell script that is run beforehand. */
  before?: string
}
