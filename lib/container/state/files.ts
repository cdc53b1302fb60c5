import { readdirSync, unlinkSync } from '../../builtin.ts'

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
