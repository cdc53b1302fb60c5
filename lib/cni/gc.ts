import type { Network } from '../container/index.ts'
import { removeUnfinished } from '../container/network/unfinished.ts'
import { containerOf } from './attachment.ts'
import type { CniAttachment } from './config.ts'
import type { Invocation } from './invocation.ts'
import { passOn } from './lease.ts'
import { existingNetwork, networkName } from './network.ts'
import { translated } from './translation.ts'

/**
 * Detaches what the runtime does not list, and removes what remains of containers that have ended. Without a list, only the latter:
 * absent is not empty.
 */
export async function gc(invocation: Invocation): Promise<void> {
  const { config } = invocation
  const results = await Promise.allSettled([clean(invocation), passOn(invocation, 'GC')])
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw translated(failed.reason)

  async function clean(of: Invocation): Promise<void> {
    const { state } = of.config as { state?: string }
    await removeUnfinished({ name: networkName(of.config), state })
    const network = await existingNetwork(of.config)
    if (network === undefined) return
    try {
      if (config.valid !== undefined) await detachOthers(network, config.name, config.valid)
      await network.collect()
    } finally {
      await network.close()
    }
  }
}

/** Attachments of this network that are not in the list; those of other engines are theirs. */
async function detachOthers(network: Network, name: string, valid: readonly CniAttachment[]): Promise<void> {
  const kept = new Set(valid.map(({ containerID, ifname }) => `${containerID} ${ifname}`))
  const stale = (await network.endpoints()).filter((endpoint) => {
    const container = containerOf(endpoint, name)
    return container !== undefined && !kept.has(`${container} ${endpoint.interface}`)
  })
  await Promise.all(stale.map((endpoint) => network.detach(endpoint)))
}
