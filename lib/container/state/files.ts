import { dirname, existsSync, mkdirSync, readdirSync, statSync, unlinkSync } from '../../builtin.ts'

/** The names in a folder; none where there is no folder. */
export function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ENOENT') return []
    throw thrown
  }
}

/** Removes a file, or a link itself. It is not an error if it does not exist; a folder stays, because no record is one. */
export function unlink(path: string): void {
  try {
    unlinkSync(path)
  } catch (thrown) {
    if (!['ENOENT', 'EISDIR'].includes((thrown as { code: string }).code)) throw thrown
  }
}

/**
 * Makes a folder, and those above it, unless it exists. The recursive mkdir of Node.js never returns where a file system answers ENOENT (/proc), and
 * has ENOENT for what is read-only.
 */
export function makeFolder(path: string, mode?: number): void {
  try {
    mkdirSync(path, mode)
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw thrown
    makeFolder(dirname(path), mode)
    makeFolder(path, mode)
  }
}
