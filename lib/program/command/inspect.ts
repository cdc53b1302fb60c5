// netlink-ts inspect: the whole picture of a host.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { type ListedNetwork, listNetworks, NetlinkError, openNetwork } from '../../container/index.ts'
import type { Call, Command } from '../command.ts'
import { picture } from '../picture/picture.ts'
import { type Nameless, survey } from '../picture/survey.ts'
import { JSON_OPTION } from './network-options.ts'

export const inspect: Command = {
  usage: '[--json]',
  about: `Prints the network of this host as a tree: its namespaces with their links and
where they lead, addresses, routes, rules, neighbours and published ports. The
namespaces are this one, those of ip netns, and those of other processes, which
have the id of their container or their first process as their name.`,
  options: JSON_OPTION,
  async run(call: Call) {
    const spaces = await survey('host', nameless(await containerIds()))
    const plain = () => spaces.map(({ ids: _, ...space }) => space)
    if (call.flag('json')) call.report(plain(), () => '')
    else call.print(picture(spaces).join('\n'))
  },
}

/** Ids of containers that are attached to a network, by the inodes of their namespaces. */
async function containerIds(): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>()
  for (const { name } of await readableNetworks()) {
    await using network = await openNetwork(name)
    for (const { id, inode } of await network.endpoints())
      if (id !== undefined && inode !== undefined) found.set(inode, id.slice(0, 12))
  }
  return found
}

/** An ordinary user, who may not read the state folder, sees the rest of the picture. */
async function readableNetworks(): Promise<ListedNetwork[]> {
  try {
    return await listNetworks()
  } catch (thrown) {
    if (thrown instanceof NetlinkError && thrown.code === 'EACCES') return []
    throw thrown
  }
}

/** The namespaces of processes. One that ends meanwhile, or is not ours to enter, is left out. */
function nameless(ids: ReadonlyMap<number, string>): Nameless[] {
  const found = new Map<number, Nameless>()
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  for (const pid of pids.map(Number).sort((a, b) => a - b)) {
    try {
      const path = `/proc/${pid}/ns/net`
      const { ino } = statSync(path)
      if (found.has(ino)) continue
      const name = ids.get(ino) ?? `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`
      found.set(ino, { name, inode: ino, netns: path })
    } catch {}
  }
  return [...found.values()]
}
