/** Who listens where: in this namespace, in those of `ip netns`, and in those of Docker's containers. */
import { readdirSync } from 'node:fs'
import { listNetns, type NetnsRef } from 'netlink-ts'
import { openSockets } from 'netlink-ts/sockets'

const DOCKER = '/run/docker/netns'

function containers(): string[] {
  try {
    return readdirSync(DOCKER).map((name) => `${DOCKER}/${name}`)
  } catch {
    return []
  }
}

async function show(label: string, netns?: NetnsRef): Promise<void> {
  await using sockets = await openSockets({ netns })
  const tcp = await sockets.listSockets({ protocol: 'tcp', states: ['listen'] })
  // A UDP socket that waits for packets from anyone is in this state.
  const udp = await sockets.listSockets({ protocol: 'udp', states: ['close'] })
  if (tcp.length + udp.length === 0) console.log(`${label}: nothing listens`)
  for (const { protocol, local, uid, inode } of [...tcp, ...udp])
    console.log(`${label}: ${protocol} ${local.address} port ${local.port}, uid ${uid}, inode ${inode}`)
}

await show('here')
for (const { name } of await listNetns()) await show(name, name)
for (const path of containers()) await show(path, path)
