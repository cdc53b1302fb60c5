import { readdirSync, statSync } from '../../builtin.ts'
import type { Netns } from '../../netns/index.ts'
import { openAs } from '../../netns/open.ts'
import { NETNS_FOLDER } from '../../netns/reference.ts'
import type { Lease } from '../state/lease.ts'

/**
 * Where the namespaces of containers are: by the path that a record has, as `ip netns` names them, or by a process that is in them. One that only an open
 * descriptor of another process holds cannot be found.
 */
export class NamespaceFinder {
  #paths: Map<string, string> | undefined

  /** Opens the namespace; undefined where it has gone or cannot be found. The caller closes it. */
  async open({ inode, path }: Pick<Lease, 'inode' | 'path'>): Promise<Netns | undefined> {
    const known = path === undefined || inode === undefined ? undefined : await openIf(path, inode)
    if (known !== undefined) return known
    this.#paths ??= findPaths()
    const found = inode === undefined ? undefined : this.#paths.get(inode)
    return found === undefined ? undefined : openIf(found, inode as string)
  }
}

async function openIf(path: string, inode: string): Promise<Netns | undefined> {
  try {
    const netns = await openAs('openNetns', path)
    if (String(netns.inode) === inode) return netns
    await netns.close()
  } catch {
    // It no longer exists, or another namespace has its path.
  }
  return undefined
}

/** Every namespace that has a name or a process, by its inode. */
function findPaths(): Map<string, string> {
  const named = namesIn(NETNS_FOLDER).map((name) => `${NETNS_FOLDER}/${name}`)
  const running = namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `/proc/${pid}/ns/net`)
  const found = new Map<string, string>()
  for (const path of [...named, ...running]) {
    const inode = inodeOf(path)
    if (inode !== undefined && !found.has(inode)) found.set(inode, path)
  }
  return found
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function inodeOf(path: string): string | undefined {
  try {
    return String(statSync(path).ino)
  } catch {
    return undefined
  }
}
