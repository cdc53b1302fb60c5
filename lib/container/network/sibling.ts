import { basename, dirname, join, readdirSync, statSync } from '../../builtin.ts'
import { Folder, type NetworkRecord } from '../state/folder.ts'

/** Another network of the same namespace, by its record. */
export interface Sibling {
  readonly folder: Folder
  readonly config: NetworkRecord['config']
}

/** Bits of the mode that let others than the owner write. */
const OTHERS = 0o022

/** Networks whose folders lie beside this one, in the same namespace. */
export function siblingsOf(folder: Folder, inode: string): Sibling[] {
  return networksIn(dirname(folder.path), inode, basename(folder.path)).filter(
    (one) => one.config.name !== folder.network,
  )
}

/**
 * Networks whose folders are in `parent`, in one namespace. Where others could have written a record, none is believed: what a record says goes
 * into the firewall.
 */
export function networksIn(parent: string, inode: string, except?: string): Sibling[] {
  if (!isTrusted(parent)) return []
  const found = readdirSync(parent)
    .filter((name) => name !== except && isTrusted(join(parent, name)))
    .flatMap((name) => {
      const folder = new Folder(join(parent, name))
      const record = folder.record()
      return record?.ready === true && record.inode === inode ? [{ folder, config: record.config }] : []
    })
  return found.filter((one) => !isCopy(one, found))
}

/** Whether another folder has the record of the same network, and its name. */
function isCopy({ folder, config: { name } }: Sibling, all: readonly Sibling[]): boolean {
  if (basename(folder.path).split('@')[0] === name) return false
  return all.some((other) => other.folder !== folder && other.config.name === name)
}

/** Whether it is a folder to which only this user and root can write. */
function isTrusted(path: string): boolean {
  const about = statSync(path, { throwIfNoEntry: false })
  if (about === undefined || !about.isDirectory()) return false
  return (about.uid === 0 || about.uid === process.geteuid?.()) && (about.mode & OTHERS) === 0
}
