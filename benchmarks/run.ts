import { spawnSync } from 'node:child_process'
import type { Measured } from './drivers/measured.ts'

/** Exit status of a driver whose tool cannot do a trial. */
const UNABLE = 3
/** Of timeout(1), which kills a whole group of processes, and of a process that was killed. */
const KILLED = [124, 137]

/** What came of one process. */
export type Outcome = { measured: Measured } | { absent: string; failed?: true }

/** Runs a driver in namespaces of its own, at most `seconds` long. */
export function runDriver(command: readonly string[], size: number, seconds: number): Outcome {
  const args = ['--signal=KILL', String(seconds), 'scripts/private', ...command, String(size)]
  const { status, signal, stdout, stderr } = spawnSync('timeout', args, { encoding: 'utf8' })
  if (status === 0) return parse(stdout)
  const last = stderr.trim().split('\n').at(-1) ?? ''
  if (status === UNABLE) return { absent: last }
  if (signal === 'SIGKILL' || KILLED.includes(status ?? 0)) return { absent: `not done after ${seconds} s` }
  return { absent: `status ${status ?? signal}: ${complaint(stderr)}`, failed: true }
}

function parse(stdout: string): Outcome {
  const line = stdout.trim().split('\n').at(-1) ?? ''
  try {
    const measured = JSON.parse(line) as Measured
    if (Number.isFinite(measured.ms) && Number.isFinite(measured.items)) return { measured }
  } catch {
    // what was printed instead is reported below
  }
  return { absent: `no figures but '${line.slice(0, 100)}'`, failed: true }
}

/** The line of a stack trace that says what was thrown, or else the last one. */
function complaint(stderr: string): string {
  const lines = stderr.trim().split('\n')
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? ''
}
