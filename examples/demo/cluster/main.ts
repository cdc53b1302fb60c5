/** `npm run demo:cluster`: two hosts in a cluster with three members of etcd, and four containers that reach each other. */
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNetns, type Netns } from 'netlink-ts'
import { createNetwork, type Network } from 'netlink-ts/container'
import { call, chapter, draw, proof, say, summary, table } from '../screen.ts'
import {
  ask,
  end,
  type Host,
  isHealthy,
  leaveCluster,
  linksOf,
  type Member,
  makeHost,
  makeLan,
  removeLan,
  routesOf,
  startMember,
  startNode,
  until,
} from './hosts.ts'

const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-demo-'))
const running: ChildProcess[] = []
const servers: Server[] = []

/** A namespace that answers at port 80 with the address of who asks. */
async function serve(netns: Netns): Promise<void> {
  const server = createServer((socket) => socket.end(socket.remoteAddress ?? ''))
  servers.push(server)
  await netns.listen(server, { host: '0.0.0.0', port: 80 })
}

interface Container {
  readonly name: string
  readonly netns: Netns
  readonly address: string
}

async function makeContainers(host: Host, member: Member): Promise<{ network: Network; containers: Container[] }> {
  const { subnet, mtu } = member
  const state = join(folder, `${host.name}-br0`)
  const network = await createNetwork({
    name: 'br0',
    subnet,
    mtu,
    remoteSubnets: [member.network],
    netns: host.netns,
    state,
  })
  const containers: Container[] = []
  for (const letter of ['a', 'b']) {
    const netns = await createNetns()
    const { address = '' } = await network.attach(netns)
    await serve(netns)
    containers.push({ name: `${host.name}${letter}`, netns, address })
  }
  return { network, containers }
}

async function startStore(): Promise<{ members: Host[]; urls: string }> {
  const members: Host[] = []
  for (const number of [1, 2, 3]) members.push(await makeHost(`e${number}`, 20 + number))
  for (const member of members) running.push(startMember(member, members, folder))
  for (const member of members) await until(() => isHealthy(member))
  return { members, urls: members.map(({ address }) => `http://${address}:2379`).join(',') }
}

async function play(backend: 'host-gw' | 'vxlan', urls: string, hosts: readonly Host[], outside: Host): Promise<void> {
  const args = [
    '--store',
    urls,
    '--prefix',
    `/demo/${backend}`,
    '--network',
    '10.244.0.0/16',
    '--backend',
    backend,
    '--lease-time',
    '5',
  ]
  chapter(`Two hosts, backend ${backend}`)
  call(`netlink-ts cluster --store ${urls.split(',')[0]},... --network 10.244.0.0/16 --backend ${backend}`)
  const members: Member[] = []
  for (const host of hosts) {
    const member = await startNode(host, args)
    running.push(member.child)
    members.push(member)
    say(`${host.name} joined with ${member.subnet}, mtu ${member.mtu}`)
  }
  const [one, two] = hosts as [Host, Host]
  proof(
    'both hosts have a route to the other',
    await until(async () => (await routesOf(one)).length === 1 && (await routesOf(two)).length === 1),
  )
  draw([
    ...(await routesOf(one)).map((route) => `${one.name}  ${route}`),
    ...(await routesOf(two)).map((route) => `${two.name}  ${route}`),
  ])

  call('createNetwork({ name, subnet: cluster.subnet, mtu: cluster.mtu, remoteSubnets: [cluster.network] })')
  const sites = [await makeContainers(one, members[0] as Member), await makeContainers(two, members[1] as Member)]
  const containers = sites.flatMap((site) => site.containers)
  const rows: string[][] = []
  let reached = 0
  for (const from of containers) {
    const row: string[] = []
    for (const to of [...containers, { name: 'outside', address: outside.address }]) {
      const seen = await ask(from.netns, to.address)
      // Another container sees the address of the container; an outside host that of its host.
      const expected =
        to.name === 'outside' ? (from.name.startsWith(one.name) ? one.address : two.address) : from.address
      const holds = seen === expected
      reached += holds ? 1 : 0
      row.push(holds ? 'ok' : seen)
    }
    rows.push([from.name, ...row])
  }
  table([['', ...containers.map(({ name }) => name), 'outside'], ...rows])
  proof(`${reached} of 20 paths, each seen from the address that it should have`, reached === 20)

  chapter('A host is killed')
  call('kill -9 (the program of the second host)')
  await end((members[1] as Member).child, 'SIGKILL')
  proof('the route to it goes when its lease ends', await until(async () => (await routesOf(one)).length === 0))

  chapter('The hosts leave')
  call('netlink-ts cluster --leave')
  await end((members[0] as Member).child)
  for (const [index, host] of hosts.entries()) {
    await sites[index]?.network.delete()
    await leaveCluster(host, args)
    const links = await linksOf(host)
    proof(
      `${host.name} has no route to the other, and only the links ${links}`,
      links === 'lo eth0' && (await routesOf(host)).length === 0,
    )
  }
  for (const { netns } of containers) await netns.close()
}

if (!existsSync(join(process.env.NETLINK_TS_ENGINES ?? '', 'usr', 'bin', 'etcd'))) {
  console.log('etcd could not be fetched: this demonstration needs the Debian package etcd-server')
  process.exit(0)
}
const began = performance.now()
await makeLan()
const outside = await makeHost('outside', 1)
await serve(outside.netns)
const { members, urls } = await startStore()
const hosts = [await makeHost('n1', 11), await makeHost('n2', 12)]
try {
  for (const backend of ['host-gw', 'vxlan'] as const) await play(backend, urls, hosts, outside)
} finally {
  for (const child of running) await end(child, 'SIGKILL')
  for (const server of servers) server.close()
  for (const { netns } of [...hosts, ...members, outside]) await netns.delete()
  await removeLan()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = summary(performance.now() - began, 'three members of etcd and two programs')
