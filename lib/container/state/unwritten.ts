// Folders of networks whose record has not been written.
import { dirname, join, readdirSync, rmdirSync, rmSync } from '../../builtin.ts'
import { readContent } from './content.ts'
import { DRAFT, STATE } from './folder.ts'

/**
 * Whether a folder has at most the draft of a record, and that is not of a network of another namespace. An empty folder elsewhere than in
 * /run/netlink-ts is the caller's.
 */
export function isDraft(path: string, inode: string): boolean {
  const names = namesIn(path)
  if (names === undefined || names.some((name) => name !== DRAFT)) return false
  if (names.length === 0) return dirname(path) === STATE
  const content = readContent(join(path, DRAFT))
  const whose = content === undefined || 'reason' in content ? undefined : inodeOf(content.text)
  return whose === undefined || whose === inode
}

/** Removes such a folder. Where another process has begun to fill it, it stays. */
export function removeDraft(path: string): void {
  rmSync(join(path, DRAFT), { force: true })
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

/** The namespace of a draft; undefined where its writer was stopped in the middle. */
function inodeOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { inode?: string }).inode
  } catch {
    return undefined
  }
}
