import type { Limits } from '../../transport/limit.ts'
import { reachForeign } from '../endpoint/foreign-address.ts'
import { NamespaceFinder } from '../endpoint/namespace-finder.ts'
import { repairContainer } from '../endpoint/repair-container.ts'
import { failure, reconfigureHost } from '../endpoint/veth.ts'
import { configureBridge } from '../host/bridge.ts'
import type { Finding } from '../types.ts'
import { findDifferences } from './check.ts'
import type { NetworkContext } from './context.ts'
import { ownBridge } from './delete.ts'
import { restore } from './restore.ts'
import { removeSurplus } from './surplus.ts'

/** Puts back what differs from the record, as far as that can be done without taking a container off. What was mended. */
export function repairNetwork(context: NetworkContext, limits: Limits): Promise<Finding[]> {
  const { host, folder, config } = context
  const repair = async () => {
    const before = await findDifferences(context)
    if (before.length === 0) return []
    await repairLinks(context)
    await restore(host, folder, config)
    await removeSurplus(context)
    await repairContainers(context, new Set(before.filter(isInside).map(({ subject }) => subject)))
    const left = new Set((await findDifferences(context)).map(wordOf))
    return before.filter((finding) => !left.has(wordOf(finding)))
  }
  return host.lock.hold('repair', repair, limits)
}

function wordOf({ code, subject, expected, message }: Finding): string {
  return JSON.stringify([code, subject, expected ?? message])
}

function isInside({ code }: Finding): boolean {
  return code.startsWith('container-')
}

/** The containers of these attachments. */
async function repairContainers(context: NetworkContext, damaged: ReadonlySet<string>): Promise<void> {
  const finder = new NamespaceFinder()
  const ends = new Map((await context.host.links()).map((link) => [link.name, link]))
  for (const [link, lease] of context.folder.leases(context.config).leases) {
    if (!damaged.has(link) || lease.ready === undefined) continue
    const netns = await finder.open(lease)
    if (netns === undefined) continue
    try {
      await repairContainer(context, lease, lease.ready, ends.get(link), netns)
    } finally {
      await netns.close()
    }
  }
}

/** The bridge and the host's ends; those that are gone would need the container's end too. */
async function repairLinks(context: NetworkContext): Promise<void> {
  const { host, folder, config } = context
  const bridge = await ownBridge(host, config)
  if (config.mode === 'bridge' && bridge === undefined) return
  if (bridge !== undefined) await configureBridge(host, config, bridge)
  const indices = new Map((await host.links()).map(({ name, index }) => [name, index]))
  const results = await host.nl.batch((b) => {
    for (const { link, ready } of folder.leases(config).leases.values()) {
      const index = indices.get(link)
      if (index !== undefined && ready !== undefined) reconfigureHost(b, config, bridge, { index, ...ready })
    }
  })
  for (const lease of folder.leases(config).leases.values())
    if (lease.ready !== undefined) await reachForeign(context, lease.ready.addresses)
  const error = failure(results)
  if (error !== undefined) throw error
}
