// Folders of networks whose record has not been written.
import { dirname, join, readdirSync, rmdirSync, rmSync } from '../../builtin.ts'
import { readContent } from './content.ts'
import { isDraft, STATE } from './folder.ts'

/**
 * Whether a folder has at most drafts of a record, none of which is of a network of another namespace. An empty folder elsewhere than in
 * /run/netlink-ts is the caller's.
 */
export function isUnwritten(path: string, inode: string): boolean {
  const names = namesIn(path)
  if (names === undefined || !names.every(isDraft)) return false
  if (names.length === 0) return dirname(path) === STATE
  return names.every((name) => [undefined, inode].includes(inodeOf(join(path, name))))
}

/** Removes such a folder. If another process has begun to fill it, it stays. */
export function removeUnwritten(path: string): void {
  for (const name of (namesIn(path) ?? []).filter(isDraft)) rmSync(join(path, name), { force: true })
  try {
    rmdirSync(path)
  } catch (thrown) {
    if (!['ENOENT', 'ENOTEMPTY', 'EBUSY'].includes((thrown as { code: string }).code)) throw thrown
  }
}

function namesIn(path: string): string[] | undefined {
  try {
    return readdirSync(path)
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((thrown as { code: string }).code)) return undefined
    throw thrown
  }
}

/** The namespace of a draft; undefined if its writer was stopped in the middle. */
function inodeOf(path: string): string | undefined {
  const content = readContent(path)
  if (content === undefined || 'reason' in content) return undefined
  try {
    return (JSON.parse(content.text) as { inode?: string }).inode
  } catch {
    return undefined
  }
}
