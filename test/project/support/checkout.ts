import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/** What git knows, and what it would take in: paths relative to the checkout. Empty outside of a checkout. */
export function sources(...folders: string[]): string[] {
  // A test run as the user nobody reads files of another owner, which git distrusts.
  const args = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '--', ...folders]
  const listed = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  return listed.status === 0 ? listed.stdout.split('\n').filter((path) => path && existsSync(join(root, path))) : []
}

export function text(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
