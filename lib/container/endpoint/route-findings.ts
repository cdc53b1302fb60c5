import type { Netlink } from '../../netlink/index.ts'
import type { NetworkConfig } from '../config.ts'
import type { Lease } from '../state/lease.ts'
import { rangeOf, subnetText } from '../subnet.ts'
import type { Finding } from '../types.ts'
import { attachmentOf } from './attachment.ts'
import type { Report } from './container-findings.ts'
import { outletsOf } from './container-side.ts'
import type { FurtherRoute } from './route.ts'
import { FAMILIES, gatewaysOf, type Outlet, wayOut } from './source-route.ts'

/** The default routes and the caller's routes of a container that are missing, or lead elsewhere. */
export async function routeFindings(
  there: Netlink,
  config: NetworkConfig,
  lease: Lease,
  link: number,
  report: Report,
): Promise<Finding[]> {
  const { addresses } = attachmentOf(lease)
  const outlets = outletsOf(config, { index: link, addresses }, lease.ready?.routes ?? [])
  const found = outlets.map(async (outlet) => [
    ...(await defaultFindings(there, outlet, report)),
    ...(await furtherFindings(there, outlet, report)),
  ])
  return (await Promise.all(found)).flat()
}

async function defaultFindings(there: Netlink, outlet: Outlet, report: Report): Promise<Finding[]> {
  const { family, link, gateway: expected } = outlet
  const out = await wayOut(there, family, link)
  if (out === undefined) return [report('container-route', `has no IPv${family} default route`, { expected })]
  if (gatewaysOf(outlet).includes(out.gateway)) return []
  const found = out.gateway ?? 'no gateway'
  return [
    report('container-route', `has an IPv${family} default route via ${found}, not ${expected}`, { expected, found }),
  ]
}

async function furtherFindings(there: Netlink, { family, link, routes }: Outlet, report: Report): Promise<Finding[]> {
  if (routes.length === 0) return []
  const listed = await there.listRoutes({ family: FAMILIES[family], oif: link })
  const isThere = ({ dst, gateway, priority }: FurtherRoute) =>
    listed.some(
      (one) =>
        one.dst === destinationOf(dst) &&
        one.gateway === gateway &&
        // IPv6 has none for 0, and takes it for 1024 (IP6_RT_PRIO_USER in include/net/ip6_fib.h).
        (!priority || (one.priority ?? 0) === priority),
    )
  return routes
    .filter((route) => !isThere(route))
    .map(({ dst, gateway }) =>
      report('container-route', `lacks the route to ${dst} via ${gateway}`, { expected: `${dst} via ${gateway}` }),
    )
}

/** A destination as routes are listed with it. */
function destinationOf(dst: string): string {
  const range = rangeOf(dst)
  return range === undefined ? 'default' : subnetText(range)
}
