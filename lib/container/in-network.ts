import type { Limits } from '../transport/limit.ts'
import { isDeletedError } from './deleted.ts'
import type { Network } from './network.ts'

/** How often a network is opened again that another process has deleted meanwhile, because what that process did in it failed. */
const ATTEMPTS = 8

/**
 * Runs `work` with a network that `open` opens or creates, and closes it. If the work fails, a network that was created for it is deleted, unless
 * another container is attached to it by then.
 */
export async function inNetwork<T>(
  open: () => Promise<Network>,
  work: (network: Network) => Promise<T>,
  limits: Limits = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const network = await open()
    try {
      return await work(network)
    } catch (thrown) {
      if (isDeletedError(thrown) && attempt < ATTEMPTS) continue
      if (network.created) await network.delete({ ...limits, ifEmpty: true }).catch(() => false)
      throw thrown
    } finally {
      await network.close()
    }
  }
}
