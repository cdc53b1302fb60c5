import { kernelError, NetlinkError } from '../errors.ts'
import type { Link } from '../link/index.ts'
import type { Netlink } from '../netlink/index.ts'
import type { Configuration } from './configuration.ts'
import type { Home } from './home.ts'
import { addressText, type Range, rangeText } from './subnet.ts'

/** What the VXLAN header, and the headers outside it, take of each packet (RFC 7348, section 5, over IPv4). */
export const OVERHEAD = 50

/** The tunnel of this node. */
export interface Tunnel {
  readonly configuration: Configuration
  readonly home: Home
  readonly subnet: Range
  readonly mac: string
}

/** Name of the tunnel's link. */
export function linkName({ vni }: Configuration): string {
  return `nl.${vni}`
}

/** The alias by which a link is known as ours, also to a later process. */
function aliasOf({ network }: Configuration): string {
  return `netlink-ts cluster ${rangeText(network)}`
}

/** The link of that name; undefined if there is none. */
async function findLink(nl: Netlink, name: string): Promise<Link | undefined> {
  try {
    return await nl.getLink(name)
  } catch (thrown) {
    if (thrown instanceof NetlinkError && thrown.code === 'ENODEV') return undefined
    throw thrown
  }
}

/**
 * Whether a link is of this cluster. The kernel sets an alias only after it has created a link: one without is ours if it is what we create, as a
 * process that was killed in between leaves it.
 */
function isOwn({ alias, kind, data }: Link, configuration: Configuration): boolean {
  if (alias !== undefined) return alias === aliasOf(configuration)
  const { id, port, local, learning } = (data ?? {}) as TunnelData
  const { vni, port: own } = configuration
  return kind === 'vxlan' && id === vni && port === own && local !== undefined && learning === false
}

interface TunnelData {
  readonly id?: number
  readonly port?: number
  readonly local?: string
  readonly learning?: boolean
}

/** Creates the link, or repairs what differs; returns its index. EEXIST if the name belongs to another program. */
export async function ensureTunnel(nl: Netlink, tunnel: Tunnel): Promise<number> {
  const name = linkName(tunnel.configuration)
  const found = await findLink(nl, name)
  if (found !== undefined && !isOwn(found, tunnel.configuration)) {
    const reason = `the link ${name} exists and does not belong to this cluster`
    throw kernelError('joinCluster', -17, { reason, attribute: 'vni' })
  }
  const link = found !== undefined && isSame(found, tunnel) ? found.index : await recreate(nl, tunnel, found)
  if (found?.index === link && !found.flags.includes('up')) await nl.setLink(link, { up: true })
  const address = `${addressText(tunnel.subnet.base)}/32`
  const addresses = await nl.listAddresses({ link, family: 'inet' })
  if (!addresses.some((one) => one.address === address)) await nl.addAddress({ link, address })
  return link
}

function isSame(link: Link, { configuration, home, mac }: Tunnel): boolean {
  if (link.kind !== 'vxlan') return false
  const data = link.data as TunnelData | undefined
  const { vni, port } = configuration
  return (
    link.alias === aliasOf(configuration) &&
    link.address === mac &&
    link.mtu === home.mtu - OVERHEAD &&
    data?.id === vni &&
    data.port === port &&
    data.local === home.publicAddress &&
    data.learning === false
  )
}

async function recreate(nl: Netlink, tunnel: Tunnel, found: Link | undefined): Promise<number> {
  if (found !== undefined) await nl.deleteLink(found.index)
  const { configuration, home, mac } = tunnel
  const created = await nl.createVxlan({
    name: linkName(configuration),
    alias: aliasOf(configuration),
    mtu: home.mtu - OVERHEAD,
    address: mac,
    up: true,
    data: {
      id: configuration.vni,
      link: home.link,
      local: home.publicAddress,
      port: configuration.port,
      learning: false,
    },
  })
  return created.index
}

/** Deletes the link if it is ours. */
export async function removeTunnel(nl: Netlink, configuration: Configuration): Promise<void> {
  const found = await findLink(nl, linkName(configuration))
  if (found !== undefined && isOwn(found, configuration)) await nl.deleteLink(found.index)
}

/** Whether there is a link of this cluster. */
export async function hasTunnel(nl: Netlink, configuration: Configuration): Promise<boolean> {
  const found = await findLink(nl, linkName(configuration))
  return found !== undefined && isOwn(found, configuration)
}
