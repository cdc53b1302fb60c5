import { type Address, listAddresses } from '../address/address.ts'
import { listLinks } from '../link/list.ts'
import { listRoutes } from '../route/list.ts'
import type { Route } from '../route/report.ts'
import type { Batch } from '../transport/batch.ts'
import type { Handle } from '../transport/handle.ts'
import { on } from '../verb/verb.ts'
import { AF_INET6 } from '../wire/af.ts'
import { HEADER } from '../wire/header.ts'
import type { Asked } from './asked.ts'
import { routes } from './routes.ts'
import type { Step } from './step.ts'

// On a link that is up and never had a carrier, the kernel adds the route of all multicast addresses with an address of IPv6, and keeps it
// (addrconf_add_dev in net/ipv6/addrconf.c).

const ADDS = ['addAddress', 'replaceAddress']

/** Whether requests add addresses of IPv6. */
export function addsInet6(requests: Batch): boolean {
  const bytes = requests.bytes()
  return requests.entries.some(
    ({ verb, start }) => ADDS.includes(verb.operation) && bytes.u8[start + HEADER] === AF_INET6,
  )
}

/** Routes of all multicast addresses by their links, and addresses of IPv6. */
export interface Groups {
  readonly routes: ReadonlyMap<number, Route>
  readonly addresses: ReadonlySet<string>
}

const textOf = ({ link, address }: Address) => `${link} ${address}`

/** Reads them. */
export async function groupsOf(handle: Handle): Promise<Groups> {
  const [found, addresses] = await Promise.all([
    on(handle, listRoutes)({ family: 'inet6', table: 'local', type: 'multicast' }),
    on(handle, listAddresses)({ family: 'inet6' }),
  ])
  const own = found.flatMap((route) =>
    route.dst === 'ff00::/8' && route.oif !== undefined ? [[route.oif, route] as const] : [],
  )
  return { routes: new Map(own), addresses: new Set(addresses.map(textOf)) }
}

/** What ends the routes that were added with addresses which are gone again. With its first carrier, a link gets such a route for good. */
export async function groupSteps(handle: Handle, before: Groups, executed: readonly Asked[]): Promise<Step[]> {
  const added = executed.filter(
    ({ operation, fields: { family, link } }) =>
      ADDS.includes(operation) && family === 'inet6' && !before.routes.has(link as number),
  )
  if (added.length === 0) return []
  const [now, links] = await Promise.all([groupsOf(handle), on(handle, listLinks)({ stats: false })])
  const ready = links.filter(({ afSpec }) => afSpec?.inet6?.flags?.includes('ready')).map(({ index }) => index)
  const others = [...now.addresses].filter((one) => !before.addresses.has(one)).map((one) => Number.parseInt(one, 10))
  const kept = new Set([...ready, ...others])
  const touched = new Set(added.map(({ fields }) => fields.link as number).filter((link) => !kept.has(link)))
  return [...touched].flatMap((link) => {
    const route = now.routes.get(link)
    return route === undefined ? [] : [removal(handle, route)]
  })
}

function removal(handle: Handle, route: Route): Step {
  const subject = routes.subject(route)
  const message = `route ${subject} was not there before`
  return {
    difference: { code: 'unwanted', kind: 'route', subject, message, found: route },
    run: () => routes.remove(handle, route),
  }
}
