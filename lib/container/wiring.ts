import { NetlinkError } from '../errors.ts'
import type { BatchResult, Changes } from '../netlink/index.ts'
import { Netlink } from '../netlink/index.ts'
import type { Netns } from '../netns/index.ts'
import type { Addresses } from './element.ts'
import type { Shape } from './options.ts'
import { parseSubnet } from './subnet.ts'

/** The cable of one container. */
export interface Cable extends Addresses {
  /** The host's end, and its index; the other end has the next one. */
  readonly link: string
  readonly index: number
  /** The container's end. */
  readonly interface: string
  readonly mac: string
  readonly netns: Netns
}

/** The index that the loopback has in every namespace (LOOPBACK_IFINDEX of include/net/net_namespace.h). */
const LOOPBACK = 1

/** Lengths of the container's own prefixes: without a bridge it has no neighbours. */
function lengths(shape: Shape): { four: number; six: number } {
  if (shape.mode === 'ptp') return { four: 32, six: 128 }
  const { subnet, subnet6 } = shape
  return {
    four: subnet === undefined ? 32 : parseSubnet(subnet, 4).length,
    six: subnet6 === undefined ? 128 : parseSubnet(subnet6, 6).length,
  }
}

/**
 * The host's part in one datagram: both ends of the cable in one message, the far one in the container already, then what
 * the near one is to the host. Indices are chosen, so that nothing has to be looked up in between.
 */
export function wireHost(b: Changes, shape: Shape, bridge: number | undefined, cable: Cable): void {
  const { link, index, mac, netns } = cable
  const mtu = shape.mtu === undefined ? {} : { mtu: shape.mtu }
  const peer = { name: cable.interface, index: index + 1, address: mac, netns, ...mtu }
  // A frame may leave by the port it came in by: a container that asks its own published port.
  const port = bridge === undefined ? {} : { master: bridge, port: { mode: true } }
  b.createVeth({ name: link, index, up: true, ...mtu, ...port, peer })
  if (bridge === undefined) routeHost(b, shape, cable)
}

/** Without a bridge: the gateway's address on the host's end, and a route to the container by it. */
function routeHost(b: Changes, { gateway, gateway6 }: Shape, { index, address, address6, mac }: Cable): void {
  if (gateway !== undefined && address !== undefined) {
    b.addAddress({ link: index, address: `${gateway}/32` })
    b.addRoute({ dst: `${address}/32`, oif: index, scope: 'link', prefsrc: gateway })
  }
  if (gateway6 !== undefined && address6 !== undefined) {
    b.addAddress({ link: index, address: `${gateway6}/128`, flags: ['nodad'] })
    b.addRoute({ dst: `${address6}/128`, oif: index })
    // The host need not ask, which it could not until its own link-local address is there.
    b.addNeighbour({ link: index, dst: address6, lladdr: mac, state: ['permanent'] })
  }
}

/**
 * The container's part in one datagram. The IPv4 address comes before the link is up, so that the kernel announces it then
 * (arp_notify); an IPv6 address is there at once, for nobody else can have it.
 */
function wireInside(b: Changes, shape: Shape, cable: Cable): void {
  const { four, six } = lengths(shape)
  const link = cable.index + 1
  b.setLink(LOOPBACK, { up: true })
  if (cable.address !== undefined) b.addAddress({ link, address: `${cable.address}/${four}` })
  b.setLink(link, { up: true })
  if (cable.address6 !== undefined) b.addAddress({ link, address: `${cable.address6}/${six}`, flags: ['nodad'] })
}

/** How many of the operations inside are routes that may be there already. */
function routeInside(b: Changes, shape: Shape, { index, address, address6 }: Cable): void {
  const { gateway, gateway6, mode } = shape
  const oif = index + 1
  if (gateway !== undefined && address !== undefined) {
    if (mode === 'ptp') b.addRoute({ dst: `${gateway}/32`, oif, scope: 'link' })
    b.addRoute({ dst: 'default', gateway, oif })
  }
  if (gateway6 !== undefined && address6 !== undefined) {
    if (mode === 'ptp') b.addRoute({ dst: `${gateway6}/128`, oif })
    b.addRoute({ family: 'inet6', dst: 'default', gateway: gateway6, oif })
  }
}

/** The first refusal. */
export function failure(results: readonly BatchResult[]): NetlinkError | undefined {
  return results.find((result) => !result.ok && result.error !== undefined)?.error
}

/** A container that is in another network already keeps its default route. */
function isSecondDefault(result: BatchResult): boolean {
  return !result.ok && result.error?.code === 'EEXIST' && result.error.operation === 'addRoute'
}

/** Sets the container's end up: addresses, routes, loopback. */
export async function furnishInside(shape: Shape, cable: Cable): Promise<void> {
  const [inside] = await Promise.all([Netlink.open({ netns: cable.netns }), prepareInside(shape, cable)])
  try {
    const results = await inside.batch((b) => {
      wireInside(b, shape, cable)
      routeInside(b, shape, cable)
    })
    const error = failure(results.filter((result) => !isSecondDefault(result)))
    if (error !== undefined) throw error
  } finally {
    await inside.close()
  }
}

/** Parameters of the container's end. */
async function prepareInside(shape: Shape, { netns, interface: name }: Cable): Promise<void> {
  const four = shape.subnet === undefined ? [] : [announce(netns, name)]
  const six = shape.subnet6 === undefined ? [] : [allowInet6(netns, name)]
  await Promise.all([...four, ...six])
}

/** IPv6, with a link-local address that is there at once: nobody else is on this cable to have the same. */
async function allowInet6(netns: Netns, name: string): Promise<void> {
  await netns.setSysctl(`net/ipv6/conf/${name}/disable_ipv6`, 0)
  await netns.setSysctl(`net/ipv6/conf/${name}/accept_dad`, 0)
}

/** Neighbours learn who has the address now. Where parameters cannot be written they ask in their own time. */
async function announce(netns: Netns, name: string): Promise<void> {
  try {
    await netns.setSysctl(`net/ipv4/conf/${name}/arp_notify`, 1)
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || !['EROFS', 'EACCES'].includes(thrown.code)) throw thrown
  }
}

/** Loopback alone. */
export async function raiseLoopback(netns: Netns): Promise<void> {
  const inside = await Netlink.open({ netns })
  try {
    await inside.setLink(LOOPBACK, { up: true })
  } finally {
    await inside.close()
  }
}
