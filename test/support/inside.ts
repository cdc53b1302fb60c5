import { spawnSync } from 'node:child_process'
import type { Netns } from '../../lib/index.ts'
import { entering, foreign, outputOf } from './answer.ts'

/** What a program prints inside a namespace. */
export function outputInside(netns: Netns, command: readonly string[]): string {
  const [file, ...args] = [...entering(`/proc/${process.pid}/fd/${netns.fd}`), ...command] as [string, ...string[]]
  return outputOf(command.join(' '), spawnSync(file, args, { encoding: 'utf8', env: foreign() }))
}
