// What the compiler knows of addresses, routes, rules and neighbours. Nothing here runs: the compiler is the test.
import {
  type Address,
  addAddress,
  addNeighbour,
  addRoute,
  addRule,
  deleteRoute,
  getLink,
  listAddresses,
  listNeighbours,
  listRoutes,
  listRules,
  lookupRoute,
  type Neighbour,
  type Route,
  type RouteHop,
  type Rule,
  replaceRoute,
  streamNeighbours,
  streamRoutes,
} from 'netlink-ts'
import { is } from './same.ts'

export async function inferred(): Promise<void> {
  is<Address[]>()(await listAddresses({ link: 'eth0', family: 'inet' }))
  is<Route[]>()(await listRoutes({ table: 'all', oif: 2, protocol: 'static', type: 'unicast' }))
  is<Rule[]>()(await listRules())
  // An identity of 64 bits is a string; a bigint is accepted.
  const [rule] = await listRules()
  is<string | undefined>()(rule?.tunId)
  for (const tunId of ['0x5', 5n]) await addRule({ table: 100, tunId })
  is<Neighbour[]>()(await listNeighbours())
  is<AsyncIterable<Route>>()(streamRoutes({ family: 'inet6' }))

  const route = await lookupRoute({ dst: '8.8.8.8', mark: 1 })
  is<string>()(route.dst)
  is<number | undefined>()(route.oif)
  is<string | undefined>()(route.gateway)
  is<string | undefined>()(route.oifName)
  for await (const { linkName } of streamNeighbours({ names: true })) is<string | undefined>()(linkName)
  is<RouteHop[] | undefined>()(route.multipath)
}

export async function accepted(route: Route, signal: AbortSignal): Promise<void> {
  // What was listed can be given back.
  await deleteRoute(route)
  await addRoute(route)
  await replaceRoute({ ...route, table: 100 })
  await Promise.all((await listRoutes({ names: true })).map((one) => addRoute(one)))
  for (const address of await listAddresses()) await addAddress(address)
  for (const neighbour of await listNeighbours()) await addNeighbour({ ...neighbour, state: 'stale' })
  for (const rule of await listRules()) await addRule(rule)
  // A listed link names itself.
  const link = await getLink('eth0')
  await addRoute({ dst: '10.0.0.0/8', oif: link, multipath: [{ oif: link }] })
  await addAddress({ link, address: '10.0.0.1/8' })
  await addNeighbour({ link, dst: '10.0.0.2' })
  await listNeighbours({ link, master: link })
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
  // @ts-expect-error: the kernel only reports it
  await addRoute({ dst: '10.0.0.0/8', cacheinfo: { used: 1 } })
  // @ts-expect-error: a packet has a mark, and a route has none
  await addRoute({ dst: '10.0.0.0/8', mark: 1 })
  // @ts-expect-error: the kernel only reports it
  await addNeighbour({ link: 'eth0', dst: '10.0.0.2', probes: 1 })
  // @ts-expect-error: the kernel only reports since when there is an address
  await addAddress({ link: 'eth0', address: '10.0.0.1/8', cacheinfo: { cstamp: 1 } })
  // @ts-expect-error: rules hold no index of a link
  await listRules({ names: true })
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
