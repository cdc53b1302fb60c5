import { spawnSync } from 'node:child_process'
import { type Answer, entering, foreign, outputOf, words } from './answer.ts'
import { requirePrivate } from './private.ts'

/**
 * What `ip` answers: `ip('-j -d link show dev x')` is the parsed list, and a command that prints nothing gives an empty
 * one. It runs in the current namespace of this thread, or in `netns`: a name below /run/netns, or a path such as
 * `/proc/${process.pid}/fd/20` (not `/proc/self`, which would be that of `ip`).
 */
export function ip<T = Answer>(command: string | readonly string[], netns?: string): T[] {
  requirePrivate()
  const [file, ...args] = [...entering(netns), 'ip', ...words(command)] as [string, ...string[]]
  const output = outputOf(
    `ip ${words(command).join(' ')}`,
    spawnSync(file, args, { encoding: 'utf8', env: foreign(), maxBuffer: 2 ** 28 }),
  )
  return output.trim() === '' ? [] : (JSON.parse(output) as T[])
}
