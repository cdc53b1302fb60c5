/**
 * Kills this process at its Nth step, or counts how many there are. A step is a request to the kernel that has ended, a change of a file that is
 * about to be made, a program that is about to be started or has ended, or a request of HTTP that is about to be sent or was answered.
 */
import childProcess, { type ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const CHANGES = [
  'linkSync',
  'mkdirSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'writeFileSync',
  'writeSync',
] as const

/** Counts from `begin` on, and no more once it was asked how many there are. */
export interface Steps {
  begin(): void
  end(): number
}

export function countSteps(last: number): Steps {
  let [counting, noticed, steps] = [false, false, 0]

  function step(): void {
    if (!counting) return
    steps++
    if (steps === last) process.kill(process.pid, 'SIGKILL')
  }

  /** Requests that are answered together are one step; what is read changes nothing. */
  function request(message: unknown): void {
    if (noticed || /^(get|list|lookup)/.test((message as { operation: string }).operation)) return
    noticed = true
    setImmediate(() => {
      noticed = false
    })
    step()
  }

  for (const name of CHANGES) {
    const change = fs[name] as (...args: unknown[]) => unknown
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        // Not of the standard output.
        if (args[0] !== 1) step()
        return change(...args)
      },
    })
  }
  const spawn = childProcess.spawn as (...args: unknown[]) => ChildProcess
  Object.assign(childProcess, {
    spawn: (...args: unknown[]) => {
      step()
      return spawn(...args).once('close', step)
    },
  })
  syncBuiltinESMExports()
  const { fetch } = globalThis
  globalThis.fetch = async (...args) => {
    step()
    const response = await fetch(...args)
    step()
    return response
  }
  subscribe('netlink-ts:request', request)
  return {
    begin: () => {
      counting = true
      // What ended before does not belong to the first step.
      noticed = false
    },
    end: () => {
      counting = false
      return steps
    },
  }
}
