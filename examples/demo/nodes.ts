import type { Server } from 'node:http'
import { addAddress, createBridge, createVeth, deleteLink } from 'netlink-ts'
import { type Cluster, joinCluster } from 'netlink-ts/cluster'
import { createNetwork } from 'netlink-ts/container'
import { leave, makePlace, type Place } from './place.ts'
import { call, chapter, proof, say } from './screen.ts'
import { ask, serve } from './web.ts'

/** The link that both nodes are on, and the address of the host on it. */
const LAN = { name: 'lan', address: '198.51.100.1' }

/** Every node has the same list. */
const NODES = [
  { publicAddress: '198.51.100.11', subnet: '10.244.1.0/24' },
  { publicAddress: '198.51.100.12', subnet: '10.244.2.0/24' },
]

/** A host with containers. */
export interface Node {
  readonly place: Place
  readonly cluster: Cluster
  readonly network: Awaited<ReturnType<typeof createNetwork>>
  readonly containers: readonly Place[]
}

/** Two hosts whose containers reach each other. */
export async function nodes(state: string, servers: Server[]): Promise<Node[]> {
  chapter('Two nodes: containers of several hosts')
  await createBridge({ name: LAN.name, up: true })
  await addAddress({ link: LAN.name, address: `${LAN.address}/24` })
  say(`n1 and n2 are hosts on the link ${LAN.name}, with two containers each`)
  call(
    "const cluster = await joinCluster({   // on n1 and n2\n  store: { nodes }, network: '10.244.0.0/16', backend: 'host-gw' })\nawait createNetwork({ name: 'br0', subnet: cluster.subnet, mtu: cluster.mtu,\n                      remoteSubnets: [cluster.network] })",
  )
  const all: Node[] = []
  for (const [i, { publicAddress }] of NODES.entries()) all.push(await makeNode(`n${i + 1}`, publicAddress, state))
  const containers = all.flatMap((node) => node.containers)
  servers.push(...(await Promise.all(containers.map(({ netns, name }) => serve(netns, name)))))
  for (const node of all) await routeToOther(node)
  for (const from of containers) await everyPath(from, containers)
  for (const { place, containers: own } of all) {
    const said = await Promise.all(own.map(({ netns }) => ask('192.0.2.1', netns)))
    const holds = said.every((answer) => answer === `host to ${place.address}`)
    proof(`containers of ${place.name} ask 192.0.2.1 and hear "${said[0]}"`, holds)
  }
  return all
}

async function makeNode(name: string, publicAddress: string, state: string): Promise<Node> {
  const place = await makePlace(name, publicAddress)
  const { netns, nl } = place
  await createVeth({ name, master: LAN.name, up: true, peer: { name: 'eth0', netns, up: true } })
  await nl.setLink('lo', { up: true })
  await nl.addAddress({ link: 'eth0', address: `${publicAddress}/24` })
  await nl.addRoute({ dst: 'default', gateway: LAN.address })
  const cluster = await joinCluster({ store: { nodes: NODES }, network: '10.244.0.0/16', backend: 'host-gw', netns })
  const { subnet, mtu } = cluster
  const own = { name: 'br0', subnet, mtu, remoteSubnets: [cluster.network], netns, state: `${state}/${name}` }
  const network = await createNetwork(own)
  const containers = await Promise.all(['a', 'b'].map((letter, i) => makeContainer(`${name}${letter}`, subnet, i)))
  for (const { netns: container, address } of containers) await network.attach(container, { address })
  return { place, cluster, network, containers }
}

function makeContainer(name: string, subnet: string, i: number): Promise<Place> {
  return makePlace(name, subnet.replace('0/24', String(2 + i)))
}

async function routeToOther({ place: { nl, name } }: Node): Promise<void> {
  const [route] = await nl.listRoutes({ family: 'inet', protocol: 120 })
  proof(`${name} has a route to ${route?.dst} via ${route?.gateway}`, route?.gateway !== undefined)
}

/** From one container to all the others, which see its own address. */
async function everyPath(from: Place, containers: readonly Place[]): Promise<void> {
  const others = containers.filter((one) => one !== from)
  const said = await Promise.all(others.map(({ address }) => ask(address, from.netns)))
  const holds = others.every(({ name }, i) => said[i] === `${name} to ${from.address}`)
  const heard = holds ? others.map(({ name }) => name).join(', ') : said.join(', ')
  proof(`${from.name} hears ${heard}, and each sees ${from.address}`, holds)
}

/** The end of the cluster. */
export async function leaveNodes(all: readonly Node[]): Promise<void> {
  call('await cluster.leave()   // on n1 and n2')
  for (const { place, cluster, network } of all) {
    await network.delete()
    await cluster.leave()
    const links = (await place.nl.listLinks()).map(({ name }) => name).join(', ')
    const routes = await place.nl.listRoutes({ protocol: 120 })
    proof(
      `${place.name} has no route to the other, and the links ${links}`,
      routes.length === 0 && links === 'lo, eth0',
    )
  }
  await leave(all.flatMap(({ place, containers }) => [...containers, place]))
  await deleteLink(LAN.name)
}
