import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNetwork, type Network, type NetworkOptions } from '../../../lib/container/index.ts'
import { createNetns, type Netns } from '../../../lib/index.ts'
import { nftJson } from '../../support/nft.ts'
import { openPlace, type Place } from '../../support/place.ts'

/** A host for a test: its namespace, a state folder for its networks, and its containers. */
export interface TestHost {
  readonly host: Place
  readonly state: string
  /** Creates or opens a network here; its folder is `state`/NAME. */
  create(options: NetworkOptions): Promise<Network>
  /** A namespace for a container. */
  container(): Promise<Netns>
  /** The state of the host's kernel as text: equal texts mean equal states. */
  kernel(): string
  /** The files in the folder of a network. */
  files(name: string): string[]
  close(): Promise<void>
}

export async function openTestHost(): Promise<TestHost> {
  const host = await openPlace('ip link set lo up')
  const state = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  const networks: Network[] = []
  const containers: Netns[] = []
  return {
    host,
    state,
    async create(options) {
      const network = await createNetwork({ netns: host.netns, state: join(state, options.name ?? ''), ...options })
      networks.push(network)
      return network
    },
    async container() {
      const netns = await createNetns()
      containers.push(netns)
      return netns
    },
    kernel: () => kernelOf(host),
    files: (name) => (existsSync(join(state, name)) ? readdirSync(join(state, name)).sort() : []),
    async close() {
      for (const network of networks) await network.close()
      for (const netns of containers) await netns.close()
      await host.close()
      rmSync(state, { recursive: true, force: true })
    },
  }
}

/** Links, addresses, routes and firewall, by `ip` and `nft`; without what appears on its own, sooner or later: carriers, link-local addresses. */
function kernelOf(host: Place): string {
  const links = host.ip<Row>('-j -d link').map(({ ifname, address, mtu, master }) => ({ ifname, address, mtu, master }))
  const addresses = host
    .ip<Row & { addr_info: Row[] }>('-j address')
    .flatMap(({ ifname, addr_info }) => addr_info.map(({ local, prefixlen }) => ({ ifname, local, prefixlen })))
  const routes = [...host.ip<Row>('-j route'), ...host.ip<Row>('-j -6 route')]
    .map(({ dst, dev, gateway }) => ({ dst, dev, gateway }))
    .filter(({ dst }) => !String(dst).startsWith('fe80:'))
  const rules = nftJson('list ruleset', host.path).map(withoutHandles)
  const global = addresses.filter(({ local }) => !String(local).startsWith('fe80:'))
  return [...links, ...global, ...routes, ...rules].map((row) => JSON.stringify(row)).join('\n')
}

type Row = Record<string, unknown>

function withoutHandles(object: unknown): unknown {
  return JSON.parse(JSON.stringify(object, (key, value: unknown) => (key === 'handle' ? undefined : value)))
}

/** In the body of a `describe`: every test has a fresh host. */
export function eachTestHost(): () => TestHost {
  let testHost: TestHost | undefined
  beforeEach(async () => {
    testHost = await openTestHost()
  })
  afterEach(async () => {
    await testHost?.close()
    testHost = undefined
  })
  return () => testHost as TestHost
}

/** Elements of a set or a map of the library's table, as `nft -j` lists them. */
export function elements(testHost: TestHost, name: string): unknown[] {
  const found = nftJson<{ set?: NftSet; map?: NftSet }>(['list', 'table', 'inet', 'netlink_ts'], testHost.host.path)
  const held = found.map(({ set, map }) => set ?? map).find((one) => one?.name === name)
  if (held === undefined) throw new Error(`there is no set ${name}`)
  return held.elem ?? []
}

interface NftSet {
  name: string
  elem?: unknown[]
}

/** How many rules `nft -j` lists. */
export function ruleCount(testHost: TestHost): number {
  return nftJson<object>('list ruleset', testHost.host.path).filter((object) => 'rule' in object).length
}
