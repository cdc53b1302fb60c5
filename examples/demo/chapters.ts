import type { Server } from 'node:http'
import {
  addAddress,
  addRoute,
  createBridge,
  createVeth,
  getLink,
  listAddresses,
  listLinks,
  listNeighbours,
  listNetns,
  listRoutes,
  lookupRoute,
  setLink,
} from 'netlink-ts'
import { leave, makePlace, type Place, pairs } from './place.ts'
import { call, chapter, proof, say, table } from './screen.ts'
import { ask, greeter, serve } from './web.ts'

/** Three containers, each a namespace that sees nothing but a loopback that is down. */
export async function namespaces(): Promise<{ places: Place[]; servers: Server[] }> {
  chapter('Three containers: network namespaces')
  call("await createNetns('c1')   // and c2, c3")
  const places = await Promise.all([1, 2, 3].map((n) => makePlace(`c${n}`, `172.17.0.10${n}`)))
  const listed = await listNetns()
  proof(`listNetns() names ${listed.map(({ name }) => name).join(', ')}`, listed.length === 3)
  proof('three inodes, so three namespaces', new Set(listed.map(({ inode }) => inode)).size === 3)

  const [first] = places as [Place]
  const links = await first.nl.listLinks()
  proof(
    'inside c1 there is only lo, and it is down',
    links.length === 1 && links[0]?.name === 'lo' && links[0].up === false,
  )

  call('await c1.listen(server, { port: 8080 })   // c2 and c3 as well')
  const servers = await Promise.all(places.map(({ netns, name }) => serve(netns, name)))
  proof(
    'one process listens on port 8080 three times',
    servers.every((server) => server.listening),
  )

  const before = await ask('127.0.0.1', first.netns)
  proof(`even localhost is unreachable (${before})`, before === 'ENETUNREACH')
  call("await nl.setLink('lo', { up: true })   // in each of them")
  await Promise.all(places.map(({ nl }) => nl.setLink('lo', { up: true })))
  const after = await ask('127.0.0.1', first.netns)
  proof(`now c1 reaches itself: "${after}"`, after === 'c1 to 127.0.0.1')
  return { places, servers }
}

/** A cable straight between two of them. */
export async function cable([one, two]: readonly [Place, Place]): Promise<void> {
  chapter('A veth pair straight between two containers')
  call(
    "await c1.createVeth({ name: 'eth0', up: true,\n                      peer: { name: 'eth0', netns: c2 } })   // one message",
  )
  const link = await one.nl.createVeth({ name: 'eth0', up: true, peer: { name: 'eth0', netns: two.netns } })
  proof(
    `eth0@if${link.link}, its peer in namespace id ${link.linkNetnsid}`,
    link.kind === 'veth' && link.linkNetnsid !== undefined,
  )

  call("addAddress({ link: 'eth0', address: '172.17.0.101/24' })   // c2: .102")
  await Promise.all([
    one.nl.addAddress({ link: 'eth0', address: `${one.address}/24` }),
    two.nl.addAddress({ link: 'eth0', address: `${two.address}/24` }),
    two.nl.setLink('eth0', { up: true }),
  ])
  await everyPair([one, two])
  call("await c1.deleteLink('eth0')")
  await one.nl.deleteLink('eth0')
  proof('the other end is gone as well', (await two.nl.listLinks({ kind: 'veth' })).length === 0)
}

async function everyPair(places: readonly Place[]): Promise<void> {
  for (const [from, to] of pairs(places)) {
    const said = await ask(to.address, from.netns)
    proof(`${from.name} asks http://${to.address}:8080 and hears "${said}"`, said === `${to.name} to ${from.address}`)
  }
}

/** A bridge with three ports: the host ends carry no address. */
export async function bridge(places: readonly Place[]): Promise<void> {
  chapter('A bridge with three containers')
  call("await createBridge({ name: 'br0', up: true })")
  const br0 = await createBridge({ name: 'br0', up: true })
  proof(`br0 is link ${br0.index}, a ${br0.kind}, up`, br0.kind === 'bridge' && br0.up === true)

  call(
    "createVeth({ name: 'veth1', master: 'br0', up: true, mtu: 1400,\n             peer: { name: 'eth0', netns: c1, mtu: 1400 } })   // and 2, 3",
  )
  await Promise.all(
    places.map(({ netns }, i) =>
      createVeth({
        name: `veth${i + 1}`,
        master: 'br0',
        up: true,
        mtu: 1400,
        peer: { name: 'eth0', netns, mtu: 1400 },
      }),
    ),
  )
  await Promise.all(
    places.flatMap(({ nl, address }) => [
      nl.addAddress({ link: 'eth0', address: `${address}/24` }),
      nl.setLink('eth0', { up: true }),
    ]),
  )
  const ports = await listLinks({ master: 'br0' })
  proof(
    `ports of br0: ${ports.map(({ name }) => name).join(', ')}`,
    ports.length === 3 && ports.every(({ mtu }) => mtu === 1400),
  )
  await everyPair(places)
}

/** The bridge as gateway: the host reaches the containers, and they what lies behind it. */
export async function gateway(places: readonly Place[], servers: Server[]): Promise<void> {
  chapter('The bridge as gateway')
  call("await addAddress({ link: 'br0', address: '172.17.0.1/24' })")
  await addAddress({ link: 'br0', address: '172.17.0.1/24' })
  const [route] = await listRoutes({ family: 'inet', oif: 'br0' })
  proof(
    `the kernel made the route ${route?.dst}, scope ${route?.scope}`,
    route?.dst === '172.17.0.0/24' && route.protocol === 'kernel',
  )
  for (const { name, address } of places) {
    const said = await ask(address)
    proof(`the host asks ${address} and hears "${said}"`, said === `${name} to 172.17.0.1`)
  }

  call("addRoute({ dst: 'default', gateway: '172.17.0.1' })   // in each of them")
  await Promise.all(places.map(({ nl }) => nl.addRoute({ dst: 'default', gateway: '172.17.0.1' })))
  await addAddress({ link: 'lo', address: '192.0.2.1/32', scope: 'universe' })
  const server = greeter('host')
  await new Promise<void>((resolve) => server.listen(8080, '192.0.2.1', resolve))
  servers.push(server)
  say('the host also has 192.0.2.1: containers reach it by their default route')
  for (const { name, netns, address } of places) {
    const said = await ask('192.0.2.1', netns)
    proof(`${name} asks 192.0.2.1 and hears "${said}"`, said === `host to ${address}`)
  }
}

/** A container without a bridge: a host route of one address. */
export async function hostRoute(servers: Server[]): Promise<Place> {
  chapter('A container without a bridge')
  const place = await makePlace('c4', '10.0.0.2')
  servers.push(await serve(place.netns, 'c4'))
  call(
    "createVeth({ name: 'veth4', up: true, peer: { name: 'eth0', netns: c4 } })\naddRoute({ dst: '10.0.0.2/32', oif: 'veth4' })",
  )
  await Promise.all([
    createVeth({ name: 'veth4', up: true, peer: { name: 'eth0', netns: place.netns } }),
    addRoute({ dst: '10.0.0.2/32', oif: 'veth4' }),
  ])
  call("c4.addAddress({ link: 'eth0', address: '10.0.0.2/32' })\nc4.addRoute({ dst: 'default', oif: 'eth0' })")
  const { nl } = place
  await Promise.all([
    nl.setLink('lo', { up: true }),
    nl.setLink('eth0', { up: true }),
    nl.addAddress({ link: 'eth0', address: '10.0.0.2/32' }),
    nl.addRoute({ dst: 'default', oif: 'eth0' }),
  ])
  const said = await ask('10.0.0.2')
  proof(`the host asks 10.0.0.2 and hears "${said}"`, said.startsWith('c4 to '))
  const back = await ask('192.0.2.1', place.netns)
  proof(`c4 asks 192.0.2.1 and hears "${back}"`, back === 'host to 10.0.0.2')
  return place
}

/** What the kernel has of all this. */
export async function look(places: readonly Place[]): Promise<void> {
  chapter('Looking around')
  call('await listLinks()')
  const links = await listLinks()
  table(
    links.map(({ index, name, link, kind = '', operstate }) => [
      `${index}:`,
      link === undefined ? String(name) : `${name}@if${link}`,
      kind,
      String(operstate),
    ]),
  )
  proof('veth1 is plugged into br0', (await getLink('veth1')).master === (await getLink('br0')).index)

  for (const which of ['main', 'local'] as const) {
    call(`await listRoutes({ family: 'inet', table: '${which}' })`)
    const routes = await listRoutes({ family: 'inet', table: which })
    table(routes.map(({ type, dst, oif, prefsrc = '' }) => [String(type), dst, `dev ${oif}`, prefsrc]))
    proof(`table ${which} has ${routes.length} routes`, routes.length > 0)
  }

  call("await lookupRoute({ dst: '172.17.0.102' })")
  const found = await lookupRoute({ dst: '172.17.0.102' })
  proof(`leaves by link ${found.oif} with source ${found.prefsrc}`, found.prefsrc === '172.17.0.1')

  call("await listNeighbours({ link: 'br0' })")
  const neighbours = (await listNeighbours({ link: 'br0', family: 'inet' })).filter(
    ({ lladdr }) => lladdr !== undefined,
  )
  table(neighbours.map(({ dst, lladdr }) => [String(dst), String(lladdr)]))
  const inside = await Promise.all(places.map(({ nl }) => nl.getLink('eth0')))
  proof(
    'every container answered with the MAC of its eth0',
    places.every(({ address }, i) =>
      neighbours.some(({ dst, lladdr }) => dst === address && lladdr === inside[i]?.address),
    ),
  )

  call('await listNetns()')
  const listed = await listNetns()
  table(listed.map(({ name, inode, nsid }) => [name, `net:[${inode}]`, nsid === undefined ? '' : `id ${nsid}`]))
  proof(
    'every container has an id here',
    listed.every(({ nsid }) => nsid !== undefined),
  )
  const own = await listAddresses({ family: 'inet' })
  proof(`the host has ${own.map(({ address }) => address).join(', ')}`, own.length === 3)
}

/** The host's own loopback is down, too, in the private namespace where this is played. */
export async function wakeHost(): Promise<void> {
  await setLink('lo', { up: true })
}

export { leave }
