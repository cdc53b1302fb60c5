import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const STEP = 25
/** Steps without work until the kernel counts as idle. */
const CALM = 3
/** On a machine where others make namespaces too it may never be idle. */
const MOST = 20_000 / STEP

/** Whether a thread of the kernel is taking namespaces down: its name ends in the queue that it works for, after a plus. */
function takingDown(): boolean {
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return /^kworker.*\+netns/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))
    } catch {
      return false
    }
  })
}

/**
 * Waits until the namespaces of earlier processes are gone: the kernel takes them down behind our back (cleanup_net in
 * net/core/net_namespace.c), under the lock that every change of the next trial needs.
 */
export async function waitForKernelIdle(): Promise<void> {
  let calm = 0
  for (let i = 0; i < MOST && calm < CALM; i++) {
    await wait(STEP)
    calm = takingDown() ? 0 : calm + 1
  }
}
