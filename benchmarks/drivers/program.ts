import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Reports the peak memory and the CPU time of a program; without it, these are not reported. */
const TIME = '/usr/bin/time'

/** What a program did that was run from spawn to exit. */
export interface Ran {
  ms: number
  stdout: string
  usage: { rssMiB?: number; cpuMs?: number }
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
    const usage = join(folder, 'usage')
    const [program, before] = existsSync(TIME) ? [TIME, ['-o', usage, '-f', '%M %U %S', command]] : [command, []]
    const begun = performance.now()
    const { status, stdout, stderr, error } = spawnSync(program, [...before, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      ...(input === undefined ? {} : { input }),
    })
    const ms = performance.now() - begun
    if (error !== undefined) throw error
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
    return { ms, stdout, usage: before.length > 0 ? readUsage(usage) : {} }
  })
}

function readUsage(file: string) {
  const [peak = 0, user = 0, system = 0] = readFileSync(file, 'utf8').split(' ').map(Number)
  return { rssMiB: peak / 1024, cpuMs: (user + system) * 1000 }
}
