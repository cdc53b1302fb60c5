import { accessSync, constants, readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { NetlinkError } from 'netlink-ts'
import { createNetwork } from 'netlink-ts/container'
import { attachSlirp } from 'netlink-ts/rootless'
import { HOST } from './beyond.ts'
import { leave, makePlace, type Place } from './place.ts'
import { call, chapter, proof, say } from './screen.ts'
import { ask, serve } from './web.ts'

type Outside = Awaited<ReturnType<typeof attachSlirp>>

/** The user that root of this user namespace is outside of it: 0 for root itself. */
function userOutside(): number {
  const [, outside = '0'] = readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\s+/)
  return Number(outside)
}

/**
 * Where an ordinary user plays this: a network of containers that nothing but a process of that user connects to the world. Returns whether there
 * was that process.
 */
export async function rootless(state: string, servers: Server[], host2: Place): Promise<boolean> {
  const user = userOutside()
  if (user === 0) return false
  chapter('Rootless: as an ordinary user')
  proof(`root of this place is user ${user} outside, without any privilege there`, process.getuid?.() === 0)
  const host = await makePlace('r1', '10.0.2.100')
  const container = await makePlace('r2', '10.88.0.2')
  const outside = await connect(host)
  if (outside !== undefined) {
    await play(state, servers, { host, container, host2 })
    await outside.close()
    const links = (await host.nl.listLinks()).map(({ name }) => name)
    proof(`after outside.close() r1 has ${links.join(', ')}`, !links.includes('tap0'))
  }
  await leave([container, host])
  return outside !== undefined
}

/** The connection; undefined where it cannot be had, and then one sentence says why. */
async function connect({ netns, nl }: Place): Promise<Outside | undefined> {
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK)
  } catch {
    say('the rest of this chapter needs a /dev/net/tun that this user may open')
    return undefined
  }
  try {
    const outside = await attachSlirp(netns, { ports: [{ host: 8300, container: 8000 }] })
    call('const outside = await attachSlirp(r1, { ports: [{ host: 8300, container: 8000 }] })')
    const [own] = await nl.listAddresses({ link: 'tap0', family: 'inet' })
    proof(`r1 has ${own?.address} on tap0, which is a process of this user`, own?.address === '10.0.2.100/24')
    return outside
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENOENT') throw thrown
    say('the rest of this chapter needs slirp4netns (apt-get install slirp4netns)')
    return undefined
  }
}

async function play(
  state: string,
  servers: Server[],
  { host, container, host2 }: Readonly<Record<'host' | 'container' | 'host2', Place>>,
): Promise<void> {
  call("await createNetwork({ name: 'br0', subnet: '10.88.0.0/24', netns: r1 })")
  call('await network.attach(r2, { ports: [{ host: 8000, container: 8080 }] })')
  const { netns } = host
  const network = await createNetwork({ name: 'br0', subnet: '10.88.0.0/24', netns, state: `${state}/r1` })
  await network.attach(container.netns, { ports: [{ host: 8000, container: 8080 }] })
  servers.push(await serve(container.netns, 'r2'))
  const there = await ask(host2.address, container.netns)
  proof(`r2 asks ${host2.address} and hears "${there}"`, there === `host2 to ${HOST}`)
  const here = await ask('127.0.0.1', undefined, { port: 8300 })
  proof(`the host asks 127.0.0.1:8300 and hears "${here}"`, here.startsWith('r2 to '))
  await network.delete()
}
