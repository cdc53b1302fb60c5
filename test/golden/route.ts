import assert from 'node:assert/strict'
import { listRoutes } from '../../lib/route/list.ts'
import type { Route } from '../../lib/route/report.ts'
import { addRoute } from '../../lib/route/route.ts'
import { on } from '../../lib/verb/verb.ts'
import { bytes } from './annotated.ts'
import { type Layout, type Normal, normal } from './normal.ts'
import { Recorder } from './recorder.ts'

/** A request of `ip` (iproute2 6.1), captured where v0 is link 10, v1 link 11, lo link 1; sequence numbers are zero. */
export interface Request {
  command: string
  call: (to: Recorder) => Promise<unknown>
  request: string
}

/** A message of a dump, captured from Linux 6.18 in the same place, and how `ip route` shows it. */
export interface Report {
  shown: string
  route: Route
  report: string
}

const LAYOUT: Layout = { header: 12, strings: ['8.16'], nests: ['8'], hops: ['9'] }

const NLM_F_ACK = 4
const RTM_DELROUTE = 25
const AF_INET6 = '0a'
/** `::`, the destination that is none. */
const ANYWHERE = `1 ${'0'.repeat(32)}`

/**
 * A request about a route as the kernel takes it. The table is RTA_TABLE or else the header's; whether an acknowledgement is
 * asked for is the transport's affair. Scopes are told apart for IPv4 alone, and deleting by type finds the same route whatever
 * the scope.
 */
function routeNormal(message: Uint8Array): Normal & { table: string } {
  const { type, flags, header, attributes } = normal(message, LAYOUT)
  const given = attributes.find((attribute) => attribute.startsWith('15 '))
  const table = given === undefined ? `${header.slice(8, 10)}000000` : given.slice(3)
  const scopeless = header.startsWith(AF_INET6) || type === RTM_DELROUTE
  return {
    type,
    flags: flags & ~NLM_F_ACK,
    header: `${header.slice(0, 8)}..${header.slice(10, 12)}${scopeless ? '..' : header.slice(12, 14)}${header.slice(14)}`,
    table,
    attributes: attributes.filter((attribute) => attribute !== given && attribute !== ANYWHERE),
  }
}

export function describeRequests(title: string, requests: readonly Request[]): void {
  describe(title, () => {
    for (const { command, call, request } of requests) {
      it(`are those of ${command}`, async () => {
        const recorder = new Recorder()
        await call(recorder)
        assert.deepEqual(routeNormal(recorder.sent), routeNormal(bytes(request)))
      })
    }
  })
}

/** RTA_CACHEINFO is a state, and what a next-hop object says is not said again. */
function givenBack({ header, table, attributes }: ReturnType<typeof routeNormal>, route: Route) {
  const told = route.nhId === undefined ? ['12'] : ['12', '4', '5']
  const kept = attributes.filter((attribute) => !told.includes(attribute.split(' ')[0] as string))
  return { header, table, attributes: kept }
}

/** RTA_EXPIRES is given, and told in RTA_CACHEINFO. */
const EXPIRES = /^23 /

export function describeReports(title: string, reports: readonly Report[]): void {
  describe(title, () => {
    for (const { shown, route, report } of reports) {
      it(`read ${shown}`, async () => {
        assert.deepEqual(await on(new Recorder([bytes(report)]), listRoutes)({ table: 'all' }), [route])
      })

      it(`come back in a request to add ${shown}`, async () => {
        const recorder = new Recorder()
        await on(recorder, addRoute)(route)
        const { attributes, ...rest } = givenBack(routeNormal(recorder.sent), route)
        const expected = givenBack(routeNormal(bytes(report)), route)
        assert.deepEqual({ ...rest, attributes: attributes.filter((attribute) => !EXPIRES.test(attribute)) }, expected)
      })
    }
  })
}
