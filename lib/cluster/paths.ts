import { NetlinkError } from '../errors.ts'
import type { Neighbour } from '../neighbour/index.ts'
import type { Netlink } from '../netlink/index.ts'
import type { Route } from '../route/index.ts'
import { type Configuration, isInside } from './configuration.ts'
import type { Home } from './home.ts'
import { type Path, pathTo } from './path.ts'
import type { NodeRecord } from './record.ts'
import { findRange, rangeText } from './subnet.ts'
import { ensureTunnel, hasTunnel, removeTunnel } from './vxlan.ts'

/** The author of the routes, as RTPROT_*: a number without a name in include/uapi/linux/rtnetlink.h, by which a later process knows them. */
const PROTOCOL = 120

/** Why there is no path to a node, by its subnet. */
export type Failures = ReadonlyMap<string, NetlinkError>

/** The paths from this node to the others. */
export class Paths {
  readonly #nl: Netlink
  readonly #configuration: Configuration
  readonly #home: Home
  readonly #own: NodeRecord

  constructor(nl: Netlink, configuration: Configuration, home: Home, own: NodeRecord) {
    this.#nl = nl
    this.#configuration = configuration
    this.#home = home
    this.#own = own
  }

  /** Brings the host to what the records say. What is as it should be is left alone. */
  async bring(records: readonly NodeRecord[]): Promise<Failures> {
    const failures = new Map<string, NetlinkError>()
    const paths: Path[] = []
    for (const record of records) {
      if (rangeText(record.subnet) === rangeText(this.#own.subnet)) continue
      const path = pathTo(this.#configuration, this.#own, record)
      if (path instanceof NetlinkError) failures.set(rangeText(record.subnet), path)
      else paths.push(path)
    }
    const link = await this.#link()
    if (this.#configuration.backend === 'vxlan') await bringEntries(this.#nl, link, paths, failures)
    await this.#bringRoutes(link, paths, failures)
    return failures
  }

  /** The link by which the other nodes are reached. */
  async #link(): Promise<number> {
    if (this.#configuration.backend === 'host-gw') return this.#home.link
    const { subnet, mac = '' } = this.#own
    return await ensureTunnel(this.#nl, { configuration: this.#configuration, home: this.#home, subnet, mac })
  }

  async #bringRoutes(link: number, paths: readonly Path[], failures: Map<string, NetlinkError>): Promise<void> {
    const present = await listOwnRoutes(this.#nl, this.#configuration)
    const isRight = (route: Route, path: Path) =>
      route.dst === path.subnet && route.gateway === path.gateway && route.oif === link
    const wrong = present.filter((route) => !paths.some((path) => isRight(route, path)))
    await Promise.all(wrong.map((route) => unlessGone(this.#nl.deleteRoute(route))))
    const missing = paths.filter((path) => !present.some((route) => isRight(route, path)))
    await Promise.all(missing.map((path) => recorded(path, failures, this.#addRoute(link, path))))
  }

  #addRoute(oif: number, { subnet: dst, gateway, tunnel }: Path): Promise<void> {
    const flags = tunnel === undefined ? {} : { flags: ['onlink' as const] }
    return this.#nl.addRoute({ dst, gateway, oif, protocol: PROTOCOL, ...flags })
  }
}

/** Removes what this or an earlier process made on this host for a cluster. */
export async function removePaths(nl: Netlink, configuration: Configuration): Promise<void> {
  const routes = await listOwnRoutes(nl, configuration)
  await Promise.all(routes.map((route) => unlessGone(nl.deleteRoute(route))))
  if (configuration.backend === 'vxlan') await removeTunnel(nl, configuration)
}

/** Whether this or an earlier process has made paths of the cluster on this host. */
export async function hasPaths(nl: Netlink, configuration: Configuration): Promise<boolean> {
  return (await listOwnRoutes(nl, configuration)).length > 0 || (await hasTunnel(nl, configuration))
}

/** The routes that this or an earlier process made for the cluster. */
async function listOwnRoutes(nl: Netlink, configuration: Configuration): Promise<Route[]> {
  const routes = await nl.listRoutes({ family: 'inet', protocol: PROTOCOL })
  return routes.filter(({ dst }) => {
    const range = findRange(dst)
    return range !== undefined && isInside(configuration, range)
  })
}

/** Whether an entry of the tunnel names one end of the path. */
type Matches = (entry: Neighbour, path: Path) => boolean

const isNeighbour: Matches = (entry, { gateway, tunnel }) => entry.dst === gateway && entry.lladdr === tunnel?.mac
const isForwarding: Matches = (entry, { tunnel }) => entry.lladdr === tunnel?.mac && entry.dst === tunnel?.remote

/** The neighbours and forwarding entries of the tunnel, which has no others. */
async function bringEntries(
  nl: Netlink,
  link: number,
  paths: readonly Path[],
  failures: Map<string, NetlinkError>,
): Promise<void> {
  for (const family of ['inet', 'bridge'] as const) {
    const matches = family === 'bridge' ? isForwarding : isNeighbour
    const all = await nl.listNeighbours({ link, family })
    const present = all.filter(isPermanent)
    const wrong = present.filter((entry) => !paths.some((path) => matches(entry, path)))
    await Promise.all(wrong.map((entry) => unlessGone(nl.deleteNeighbour(entry))))
    const missing = paths.filter((path) => !present.some((entry) => matches(entry, path)))
    await Promise.all(missing.map((path) => recorded(path, failures, nl.replaceNeighbour(entryOf(family, link, path)))))
  }
}

function entryOf(family: 'inet' | 'bridge', link: number, { gateway, tunnel }: Path) {
  const { mac = '', remote = '' } = tunnel ?? {}
  return family === 'bridge'
    ? { family, link, lladdr: mac, dst: remote, flags: ['self' as const], state: 'permanent' as const }
    : { family, link, lladdr: mac, dst: gateway, state: 'permanent' as const }
}

/** Entries that the kernel resolves or learns come and go. */
function isPermanent({ state }: Neighbour): boolean {
  return Array.isArray(state) ? state.includes('permanent') : state === 'permanent'
}

async function unlessGone(change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || !['ESRCH', 'ENOENT', 'ENODEV'].includes(thrown.code)) throw thrown
  }
}

/** A refusal concerns one node; the others get their paths. */
async function recorded(path: Path, failures: Map<string, NetlinkError>, change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError)) throw thrown
    failures.set(path.subnet, thrown)
  }
}
