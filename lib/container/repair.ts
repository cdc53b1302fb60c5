import type { Limits } from '../transport/limit.ts'
import { furnishBridge } from './bridge.ts'
import { findDifferences } from './check.ts'
import { heal } from './healing.ts'
import { furnishInside } from './inside.ts'
import { ownBridge } from './removal.ts'
import type { Site } from './site.ts'
import type { Finding } from './types.ts'
import { Whereabouts } from './whereabouts.ts'
import { failure, rewireHost } from './wiring.ts'

/** Puts back what differs from the record, as far as that can be done without taking a container off. What was mended. */
export function repairNetwork(site: Site, limits: Limits): Promise<Finding[]> {
  const { host, folder, shape } = site
  const repair = async () => {
    const before = await findDifferences(site)
    if (before.length === 0) return []
    await repairLinks(site)
    await heal(host, folder, shape)
    await repairContainers(site, new Set(before.filter(isInside).map(({ subject }) => subject)))
    const left = new Set((await findDifferences(site)).map(wordOf))
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

/** The containers behind these links. */
async function repairContainers(site: Site, damaged: ReadonlySet<string>): Promise<void> {
  const whereabouts = new Whereabouts()
  const indices = new Map((await site.host.links()).map(({ name, index }) => [name, index]))
  for (const [link, stored] of site.folder.entries(site.shape).stored) {
    const index = indices.get(link)
    const { ending } = stored
    if (!damaged.has(link) || index === undefined || ending === undefined) continue
    const netns = await whereabouts.open(stored)
    if (netns === undefined) continue
    try {
      await furnishInside(site, { ...ending, link, index, interface: stored.interface, netns }, ending)
    } finally {
      await netns.close()
    }
  }
}

/** The bridge and the host's ends; those that are gone would need the container's end too. */
async function repairLinks({ host, folder, shape }: Site): Promise<void> {
  const bridge = await ownBridge(host, shape)
  if (shape.mode === 'bridge' && bridge === undefined) return
  if (bridge !== undefined) await furnishBridge(host, shape, bridge)
  const indices = new Map((await host.links()).map(({ name, index }) => [name, index]))
  const results = await host.nl.batch((b) => {
    for (const { link, ending } of folder.entries(shape).stored.values()) {
      const index = indices.get(link)
      if (index !== undefined && ending !== undefined) rewireHost(b, shape, bridge, { index, ...ending })
    }
  })
  const error = failure(results)
  if (error !== undefined) throw error
}
