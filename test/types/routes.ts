// What the compiler knows of addresses, routes, rules and neighbours. Nothing here runs: the compiler is the test.
import {
  type Address,
  addAddress,
  addNeighbour,
  addRoute,
  addRule,
  deleteRoute,
  listAddresses,
  listNeighbours,
  listRoutes,
  listRules,
  lookupRoute,
  type Neighbour,
  type Route,
  type RouteHop,
  type Rule,
  streamRoutes,
} from 'netlink-ts'
import { is } from './same.ts'

export async function inferred(): Promise<void> {
  is<Address[]>()(await listAddresses({ link: 'eth0', family: 'inet' }))
  is<Route[]>()(await listRoutes({ table: 'all', oif: 2, protocol: 'static', type: 'unicast' }))
  is<Rule[]>()(await listRules())
  is<Neighbour[]>()(await listNeighbours())
  is<AsyncIterable<Route>>()(streamRoutes({ family: 'inet6' }))

  const route = await lookupRoute({ dst: '8.8.8.8', mark: 1 })
  is<string>()(route.dst)
  is<number | undefined>()(route.oif)
  is<string | undefined>()(route.gateway)
  is<RouteHop[] | undefined>()(route.multipath)
}

export async function accepted(route: Route, signal: AbortSignal): Promise<void> {
  await deleteRoute(route)
  await addRoute(route)
  await addRoute({ dst: 'default', gateway: '10.0.0.1', table: 100, metrics: { mtu: 1400 } })
  await addRoute({ dst: '10.0.0.0/8', multipath: [{ gateway: '10.0.0.1', weight: 2 }, { oif: 'eth1' }] })
  await addRoute({ dst: '10.0.0.0/8', type: 'blackhole', protocol: 42 })
  await addAddress({ link: 'eth0', address: '172.17.0.2/16', broadcast: undefined })
  await addRule({ src: '10.0.0.0/8', table: 100, priority: 5 })
  await addNeighbour({ link: 'eth0', dst: '10.0.0.2', lladdr: '02:00:00:00:00:02', state: ['permanent'] })
  await listRoutes({ signal, timeout: 1000 })
}

export async function refused(): Promise<void> {
  // @ts-expect-error: the word of iproute2
  await addRoute({ dst: '10.0.0.0/8', oif: 'eth0', metric: 100 })
  // @ts-expect-error: the word of iproute2
  await addRoute({ dst: '10.0.0.0/8', dev: 'eth0' })
  // @ts-expect-error: no such type
  await addRoute({ dst: '10.0.0.0/8', type: 'black hole' })
  // @ts-expect-error: addresses are strings
  await addRoute({ dst: '10.0.0.0/8', gateway: 0x0a000001 })
  // @ts-expect-error: a lookup needs a destination
  await lookupRoute({ mark: 1 })
  // @ts-expect-error: a link is needed
  await addAddress({ address: '172.17.0.2/16' })
  // @ts-expect-error: an address is needed
  await addAddress({ link: 'eth0' })
  // @ts-expect-error: no such table
  await listRoutes({ table: 'mine' })
  // @ts-expect-error: no such state
  await addNeighbour({ link: 'eth0', dst: '10.0.0.2', state: ['eternal'] })
}
