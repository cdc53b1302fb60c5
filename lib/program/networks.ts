// The networks of this namespace, as they are: opening one here restores nothing, so that a check finds what differs.
import { readdirSync } from 'node:fs'
import { Host } from '../container/host/host.ts'
import { NetworkContext } from '../container/network/context.ts'
import { ownBridge } from '../container/network/delete.ts'
import { Network } from '../container/network.ts'
import { type Folder, folderOf } from '../container/state/folder.ts'
import { openNetns } from '../netns/index.ts'

const STATE = '/run/netlink-ts'
const HOME = '/proc/thread-self/ns/net'

/** Opens a network that is there. */
export async function openExisting(name: string, state?: string): Promise<Network> {
  const network = await openIfThere(name, state)
  if (network === undefined) throw new Error(`no network '${name}'; netlink-ts ls lists the networks`)
  return network
}

/** Names of the networks of this namespace. Each folder is one of a network here, or of one of the same name in another namespace. */
export async function networkNames(): Promise<string[]> {
  const names = new Set(foldersIn(STATE).map((folder) => folder.split('@')[0] as string))
  const netns = await openNetns(HOME)
  try {
    return [...names].filter((name) => recordOf(folderOf(name, String(netns.inode), undefined), netns.inode)).sort()
  } finally {
    await netns.close()
  }
}

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path)
  } catch (thrown) {
    if (['ENOENT', 'EACCES'].includes((thrown as NodeJS.ErrnoException).code ?? '')) return []
    throw thrown
  }
}

function recordOf(folder: Folder, inode: number) {
  const record = folder.record()
  return record?.ready === true && record.inode === String(inode) ? record : undefined
}

/** Opens a network; undefined if it is not there. */
export async function openIfThere(name: string, state: string | undefined): Promise<Network | undefined> {
  const netns = await openNetns(HOME)
  const folder = folderOf(name, String(netns.inode), state)
  folder.checkOwner()
  const record = recordOf(folder, netns.inode)
  if (record === undefined) {
    await netns.close()
    return undefined
  }
  const { config } = record
  const host = await Host.open(netns)
  const bridge = config.mode === 'bridge' ? await ownBridge(host, config) : undefined
  return new Network({ config, netns, context: new NetworkContext(config, host, folder, bridge) })
}
