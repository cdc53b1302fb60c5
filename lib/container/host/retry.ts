import { builtin } from '../../builtin.ts'
import { NetlinkError } from '../../errors.ts'

/** How often a list is asked for where others keep changing it, and the most milliseconds in between. */
const ATTEMPTS = 50
const PAUSE = 20

/** Asks again for what was changed while it was read: containers come and go all the time. */
export async function retryInterrupted<T>(list: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await list()
    } catch (thrown) {
      if (!isInterrupted(thrown) || attempt === ATTEMPTS) throw thrown
      await builtin.timers().setTimeout(Math.random() * PAUSE)
    }
  }
}

function isInterrupted(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && thrown.code === 'ERR_NETLINK_DUMP_INTERRUPTED'
}
