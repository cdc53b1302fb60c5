import { basename, join, readdirSync } from '../../builtin.ts'
import { openAs } from '../../netns/open.ts'
import type { Limits } from '../../transport/limit.ts'
import type { NetnsRef } from '../../wire/netns.ts'
import { Host } from '../host/host.ts'
import { Folder, folderOf, STATE } from '../state/folder.ts'
import { isUnwritten, removeUnwritten } from '../state/unwritten.ts'
import { erase } from './delete.ts'

/** Which networks are looked at: all in /run/netlink-ts unless one is named. */
export interface UnfinishedOptions extends Limits {
  readonly name?: string | undefined
  readonly state?: string | undefined
  readonly netns?: NetnsRef | undefined
}

/** This thread's own namespace. */
const HOME = '/proc/thread-self/ns/net'

/**
 * Removes networks whose maker was stopped while it created or deleted them; the names of those that were there. A process that is at it holds the
 * lock of the namespace, and is waited for.
 */
export async function removeUnfinished({ name, state, netns, ...limits }: UnfinishedOptions = {}): Promise<string[]> {
  const home = await openAs('collect', netns ?? HOME)
  const inode = String(home.inode)
  const folders = name === undefined ? foldersIn(STATE) : [folderOf(name, inode, state)]
  const found = folders.filter((folder) => isUnfinished(folder, inode))
  if (found.length === 0) {
    await home.close()
    return []
  }
  const host = await Host.open(home)
  const removed: string[] = []
  try {
    const remove = async () => {
      for (const folder of found) removed.push(...(await removeOne(host, folder)))
    }
    await host.lock.hold('collect', remove, limits)
    return removed
  } finally {
    await host.close()
  }
}

function foldersIn(path: string): Folder[] {
  try {
    return readdirSync(path).map((name) => new Folder(join(path, name)))
  } catch (thrown) {
    if (['ENOENT', 'EACCES'].includes((thrown as NodeJS.ErrnoException).code ?? '')) return []
    throw thrown
  }
}

/** Whether a folder of this namespace has a record that is not ready, or none yet. */
function isUnfinished(folder: Folder, inode: string): boolean {
  if (!isOwned(folder)) return false
  const found = folder.find()
  if (found === undefined) return isUnwritten(folder.path, inode)
  return !('reason' in found) && found.inode === inode && !found.ready
}

/** What others can write is not believed: a record says what is removed. */
function isOwned(folder: Folder): boolean {
  try {
    folder.checkOwner()
    return true
  } catch {
    return false
  }
}

/** Looks again, as the lock is held now. */
async function removeOne(host: Host, folder: Folder): Promise<string[]> {
  if (!isUnfinished(folder, host.inode)) return []
  const record = folder.record()
  if (record === undefined) {
    removeUnwritten(folder.path)
    return [basename(folder.path).split('@')[0] as string]
  }
  await erase(host, folder, record.config)
  return [record.config.name]
}
