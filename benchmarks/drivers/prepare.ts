import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Prepares the namespace of this process for a trial, the same for every driver of this folder. It is done by a process of its own,
 * so that the one that measures begins with a fresh heap.
 */
export function prepare(trial: string, n: number): void {
  const program = join(import.meta.dirname, 'preparation.js')
  const { status, stderr } = spawnSync(process.execPath, [program, trial, String(n)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${trial} could not be prepared: ${/^\w*Error.*/m.exec(stderr)?.[0] ?? stderr}`)
}
