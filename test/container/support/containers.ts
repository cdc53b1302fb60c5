import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNetwork } from '../../../lib/container/index.ts'
import type { AttachOptions, Endpoint, NetworkOptions } from '../../../lib/container/types.ts'
import type { Machine } from './machine.ts'
import { openTopology, type Topology } from './topology.ts'

type Network = Awaited<ReturnType<typeof createNetwork>>

/** A machine that is attached to a network. It answers on {@link PUBLISHED} and {@link PRIVATE}. */
export interface Container extends Machine {
  readonly endpoint: Endpoint
  /** The addresses that the network gave it. */
  readonly at: Readonly<Record<4 | 6, string>>
}

/** The ports that containers answer on, and the port of the host that leads to the first of them. */
export const HOST = 8000
export const PUBLISHED = 8080
export const PRIVATE = 9090

/** {@link HOST} for {@link PUBLISHED}, by both protocols. */
export const PORTS = (['tcp', 'udp'] as const).map((protocol) => ({ host: HOST, container: PUBLISHED, protocol }))

/** A topology with networks on its host. */
export interface Site extends Topology {
  network(options: NetworkOptions): Promise<Network>
  container(network: Network, name: string, options?: AttachOptions): Promise<Container>
}

export async function openSite(): Promise<Site> {
  const topology = await openTopology()
  const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  const networks: Network[] = []
  return {
    ...topology,
    async network(options) {
      const { netns } = topology.host
      const network = await createNetwork({ netns, state: join(folder, options.name), ...options })
      networks.push(network)
      return network
    },
    async container(network, name, options = {}) {
      const machine = await topology.machine(name)
      const endpoint = await network.attach(machine.netns, options)
      await Promise.all([PUBLISHED, PRIVATE].map((port) => machine.serve(port)))
      return { ...machine, endpoint, at: { 4: endpoint.address ?? '', 6: endpoint.address6 ?? '' } }
    },
    async close() {
      for (const network of networks.splice(0)) await network.delete()
      await topology.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** In the body of a `describe`: its tests share a site, which `prepare` has set up, and its result. */
export function oneSite<T>(prepare: (site: Site) => Promise<T>): () => T & { site: Site } {
  let site: Site | undefined
  let furnished: T | undefined
  before(async () => {
    site = await openSite()
    furnished = await prepare(site)
  })
  after(async () => {
    await site?.close()
  })
  return () => ({ ...(furnished as T), site: site as Site })
}

/** In the body of a test: a site that is gone after it. */
export async function withSite(use: (site: Site) => Promise<void>): Promise<void> {
  const site = await openSite()
  try {
    await use(site)
  } finally {
    await site.close()
  }
}

/** Lets the packets between two ports of a bridge pass the firewall of the host (module br_netfilter), or not. */
export async function setBridgeNetfilter({ host }: Site, on: boolean): Promise<void> {
  await Promise.all(
    ['iptables', 'ip6tables'].map((name) => host.netns.setSysctl(`net.bridge.bridge-nf-call-${name}`, Number(on))),
  )
}
