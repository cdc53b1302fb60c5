import { setTimeout } from 'node:timers/promises'

/** How long something may take that happens elsewhere: in the kernel's own threads, in another process. */
const patience = 10_000

/** Waits for what cannot be waited for otherwise; fails, and says for what, when it does not come. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}`)
    await setTimeout(5)
  }
}
