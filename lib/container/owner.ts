import { readFileSync } from 'node:fs'

/** A process, told from a later one of the same number by the moment it was started. */
export interface Owner {
  readonly pid: number
  /** In ticks since boot: field 22 of /proc/PID/stat, see proc_pid_stat(5). */
  readonly start: string
}

/** Fields before the 22nd that stand behind the name, which may itself hold spaces and brackets. */
const START = 22 - 3

function startOf(pid: number | 'self'): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START]
  } catch {
    return undefined
  }
}

/** This process. */
export function thisOwner(): Owner {
  return { pid: process.pid, start: startOf('self') ?? '' }
}

/** Whether the process is still there. */
export function isAlive({ pid, start }: Owner): boolean {
  return startOf(pid) === start
}
