import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Tells how much memory a program needed at most; without it that is not told. */
const TIME = '/usr/bin/time'

/** What a program did that was run from spawn to exit. */
export interface Ran {
  ms: number
  stdout: string
  rssMiB?: number
}

/** Runs `work` with a folder that is there as long as that. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-bench-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Throws with the program's own words where it fails. */
export function run(command: string, args: readonly string[], input?: string): Ran {
  return inFolder((folder) => {
    const peak = join(folder, 'peak')
    const [program, before] = existsSync(TIME) ? [TIME, ['-o', peak, '-f', '%M', command]] : [command, []]
    const begun = performance.now()
    const { status, stdout, stderr, error } = spawnSync(program, [...before, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      ...(input === undefined ? {} : { input }),
    })
    const ms = performance.now() - begun
    if (error !== undefined) throw error
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
    return { ms, stdout, ...(before.length > 0 ? { rssMiB: Number(readFileSync(peak, 'utf8')) / 1024 } : {}) }
  })
}
