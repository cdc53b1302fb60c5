import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { createBridge, createNetns, createVeth, deleteLink, type Netns, openNetlink, setLink } from 'netlink-ts'

/** A host on the common link: a namespace with `eth0` and an address of 192.0.2.0/24. */
export interface Host {
  readonly name: string
  readonly netns: Netns
  readonly address: string
}

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'dist', 'bin', 'netlink-ts.cjs')
const BRIDGE = 'lan'

export async function makeLan(): Promise<void> {
  await createBridge({ name: BRIDGE, up: true })
}

export async function removeLan(): Promise<void> {
  await deleteLink(BRIDGE)
}

export async function makeHost(name: string, last: number): Promise<Host> {
  const netns = await createNetns(name)
  const address = `192.0.2.${last}`
  await createVeth({ name, master: BRIDGE, up: true, peer: { name: 'eth0', netns, up: true } })
  await using nl = await openNetlink({ netns })
  await nl.setLink('lo', { up: true })
  await nl.addAddress({ link: 'eth0', address: `${address}/24` })
  if (last !== 1) await nl.addRoute({ dst: 'default', gateway: '192.0.2.1' })
  return { name, netns, address }
}

/** Takes the cable of a host out. */
export async function unplug({ name }: Host): Promise<void> {
  await setLink(name, { up: false })
}

/** Starts a member of etcd on a host. */
export function startMember(host: Host, members: readonly Host[], folder: string): ChildProcess {
  const url = (port: number) => `http://${host.address}:${port}`
  const cluster = members.map(({ name, address }) => `${name}=http://${address}:2380`).join(',')
  const etcd = join(process.env.NETLINK_TS_ENGINES ?? '', 'usr', 'bin', 'etcd')
  const args = [
    ...['--name', host.name, '--data-dir', join(folder, host.name), '--log-level', 'fatal'],
    ...['--listen-peer-urls', url(2380), '--initial-advertise-peer-urls', url(2380)],
    ...['--listen-client-urls', url(2379), '--advertise-client-urls', url(2379)],
    ...['--initial-cluster', cluster],
  ]
  return host.netns.spawn(etcd, args, { stdio: 'ignore' })
}

/** Whether a member has found the others. */
export async function isHealthy({ netns, address }: Host): Promise<boolean> {
  const socket = await netns.connect({ host: address, port: 2379, timeout: 1_000 })
  socket.write('GET /health HTTP/1.0\r\n\r\n')
  return (await text(socket)).includes('"true"')
}

/** A host that runs `netlink-ts cluster`. */
export interface Member {
  readonly child: ChildProcess
  readonly subnet: string
  readonly network: string
  readonly mtu: number
}

/** Starts `netlink-ts cluster` on a host, and waits until it has joined. */
export async function startNode({ netns }: Host, args: readonly string[]): Promise<Member> {
  const child = netns.spawn(process.execPath, [PROGRAM, 'cluster', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  const first = await Promise.race([line, once(child, 'exit').then(() => undefined)])
  if (first === undefined) throw new Error('netlink-ts cluster has ended')
  return { child, ...(JSON.parse(first[0]) as Omit<Member, 'child'>) }
}

/** Runs `netlink-ts cluster --leave` on a host. */
export async function leaveCluster({ netns }: Host, args: readonly string[]): Promise<void> {
  const child = netns.spawn(process.execPath, [PROGRAM, 'cluster', '--leave', ...args], { stdio: 'inherit' })
  await once(child, 'exit')
}

export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** What the server at port 80 of an address sends, asked from inside a namespace, or the code of the error. */
export async function ask(netns: Netns, host: string): Promise<string> {
  try {
    return await text(await netns.connect({ host, port: 80, timeout: 3_000 }))
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown)
  }
}

/** Waits until something holds, for half a minute. */
export async function until(holds: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds().catch(() => false)) return true
    await setTimeout(100)
  }
  return false
}

/** The routes of a host to other hosts' containers. */
export async function routesOf({ netns }: Host): Promise<string[]> {
  await using nl = await openNetlink({ netns })
  const routes = await nl.listRoutes({ family: 'inet', protocol: 120, names: true })
  return routes.map(({ dst, gateway, oifName }) => `${dst} via ${gateway} dev ${oifName}`)
}

/** The links of a host. */
export async function linksOf({ netns }: Host): Promise<string> {
  await using nl = await openNetlink({ netns })
  return (await nl.listLinks()).map(({ name }) => name).join(' ')
}
