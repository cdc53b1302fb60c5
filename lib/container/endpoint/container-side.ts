import { builtin } from '../../builtin.ts'
import { NetlinkError } from '../../errors.ts'
import { fromReport, type Link } from '../../link/link.ts'
import { briefRequest } from '../../link/message.ts'
import { BRIEF } from '../../link/reading.ts'
import { handleOf, Netlink } from '../../netlink/netlink.ts'
import type { Netns } from '../../netns/index.ts'
import type { NetworkConfig } from '../config.ts'
import { insideParameters, setSysctls, sysctlsOf } from '../host/parameter.ts'
import type { NetworkContext } from '../network/context.ts'
import { type AssignedAddress, BITS, cidr, firstAddresses, rangeOf, type Subnet, subnetText } from '../subnet.ts'
import type { ContainerRoute } from '../types.ts'
import { awaitCarrier } from './carrier.ts'
import { putRoute, routesOf } from './route.ts'
import { addSourceRoute, leaveRoutes, type Outlet, onLink, takeDefaultRoute } from './source-route.ts'

/** The host's end of a veth pair. */
export interface HostEnd {
  readonly link: string
  readonly index: number
}

/** The link of a container, in its namespace: its end of a veth pair, or one on the parent. */
export interface ContainerLink {
  readonly interface: string
  readonly index: number
  readonly mac: string
  readonly addresses: readonly AssignedAddress[]
  readonly netns: Netns
  /** The other end of a veth pair. */
  readonly end?: HostEnd
}

/** The index that the loopback has in every namespace (LOOPBACK_IFINDEX of include/net/net_namespace.h). */
const LOOPBACK = 1

/** How a namespace calls the first other one that it hears of: that of its only veth pair. */
const FIRST_NSID = 0

/**
 * The container's part: addresses, loopback, routes. Addresses come before the link is up: then the kernel has begun to listen to who asks for the
 * IPv6 one, which a thread of its own does (addrconf_dad_work). That address is usable at once, because no other link can have it.
 */
function wire(to: Netlink, config: NetworkConfig, { index: link, addresses }: ContainerLink): Promise<unknown>[] {
  const add = (family: 4 | 6) =>
    addresses
      .filter((one) => one.family === family)
      .map((one) => to.replaceAddress({ link, address: cidr(one), ...(family === 6 && { flags: ['nodad'] }) }))
  return [
    to.setLink(link, { afSpec: { inet: { conf: insideParameters(config).inet } } }),
    ...add(6),
    to.setLink(LOOPBACK, { up: true }),
    ...add(4),
    to.setLink(link, { up: true }),
  ]
}

/** How the container's end leads out, in each family. */
export function outletsOf(
  { mode }: NetworkConfig,
  { index, addresses }: Pick<ContainerLink, 'index' | 'addresses'>,
  routes: readonly ContainerRoute[],
): Outlet[] {
  const direct = mode === 'ptp'
  return ([4, 6] as const).flatMap((family) => {
    const own = addresses.find((one) => one.family === family && one.gateway !== undefined)
    if (own?.gateway === undefined) return []
    const { address, gateway } = own
    return [
      {
        family,
        link: index,
        address,
        near: direct ? `${gateway}/${BITS[family]}` : subnetText(rangeOf(cidr(own)) as Subnet),
        gateway,
        direct,
        routes: routesOf(routes, family, gateway),
      },
    ]
  })
}

/** The routes of the container; whether each outlet has the default route. */
function route(
  to: Netlink,
  outlets: readonly Outlet[],
  first: boolean,
): { work: Promise<unknown>[]; has: Promise<boolean>[] } {
  const work: Promise<unknown>[] = []
  const has = outlets.map(({ family, link: oif, near, gateway, direct, routes }) => {
    const own = { family: family === 4 ? 'inet' : 'inet6', oif } as const
    if (direct)
      work.push(
        unlessThere(
          family === 4 ? to.addRoute({ ...own, dst: near, scope: 'link' }) : to.appendRoute({ ...own, dst: near }),
        ),
      )
    const whole = first
      ? unlessThere(to.addRoute({ ...own, dst: 'default', gateway, ...onLink(direct, family) }))
      : Promise.resolve(false)
    work.push(whole, ...routes.map((one) => putRoute(to, own, one)))
    return whole
  })
  return { work, has }
}

/** Whether it could be added: a container that is in another network already has a default route. */
async function unlessThere(promise: Promise<void>): Promise<boolean> {
  try {
    await promise
    return true
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'EEXIST') throw thrown
    return false
  }
}

/** Where another network has the default route, this one takes it, or answers by a table of its own. */
async function configureRoutes(
  to: Netlink,
  outlets: readonly Outlet[],
  has: readonly boolean[],
  wanted: boolean | undefined,
): Promise<void> {
  for (const [i, outlet] of outlets.entries()) {
    if (has[i] === true) continue
    if (wanted === true) await takeDefaultRoute(to, outlet)
    else await addSourceRoute(to, outlet, wanted === false)
  }
}

const readHost = briefRequest<Link>('attach', 'get', { answer: fromReport })

/**
 * Asks for links of the host, from inside and in the same datagram: asking makes the kernel notice that the veth pair has two
 * ends now (see carrier.ts). Whether it has noticed.
 */
async function askHost(to: Netlink, { index, link }: HostEnd, bridge: number | undefined): Promise<boolean> {
  const ask = (of: number) => handleOf(to).request(readHost, { index: of, targetNetnsid: FIRST_NSID, ...BRIEF })
  const [end, master] = await Promise.allSettled([ask(index), ...(bridge === undefined ? [] : [ask(bridge)])])
  if (end?.status !== 'fulfilled' || end.value.name !== link || end.value.operstate !== 'up') return false
  return bridge === undefined || (master?.status === 'fulfilled' && master.value.operstate === 'up')
}

/**
 * Neighbours that knew the addresses under another hardware address learn the new one: a link that is given its own again sends a gratuitous ARP
 * (arp_notify) and an unsolicited neighbour advertisement (ndisc_notify). Before the veth pair is known to work nothing would be sent.
 */
function announce(to: Netlink, { index, mac }: ContainerLink): Promise<void> {
  return to.setLink(index, { address: mac })
}

/**
 * Whether the container takes what is for its IPv6 address. A thread of the kernel makes the route to the address itself, after it
 * has begun to listen to who asks for it (addrconf_dad_work in net/ipv6/addrconf.c); what comes before is lost.
 */
async function hasInet6(to: Netlink, address: string): Promise<boolean> {
  const route = await to.lookupRoute({ dst: address }).catch(() => undefined)
  return route?.type === 'local'
}

/** How long is waited before it is asked again, in milliseconds: as a rule the kernel has been there, or is at once. */
const PAUSES = [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

async function awaitInet6(to: Netlink, address: string): Promise<void> {
  for (const pause of PAUSES) {
    await builtin.timers().setTimeout(pause)
    if (await hasInet6(to, address)) return
  }
}

/** What was asked for inside. */
export interface Inside {
  readonly defaultRoute?: boolean
  readonly routes?: readonly ContainerRoute[]
}

/** Opens a handle in a container for the duration of `fn`: what `fn` asks in one tick travels in one datagram. */
export async function inContainer<T>(netns: Netns, fn: (there: Netlink) => Promise<T>): Promise<T> {
  const there = await Netlink.open({ netns })
  try {
    return await fn(there)
  } finally {
    await there.close()
  }
}

/**
 * Sets the container's end up, all of it in one datagram (and further ones where the container is in another network already); frames pass when it
 * resolves. What is there stays, so that it repairs, too.
 */
export async function configureContainer(context: NetworkContext, link: ContainerLink, inside: Inside): Promise<void> {
  const prepared = prepareContainer(context.config, link)
  const furnished = inContainer(link.netns, async (there) => {
    await prepared
    await configure(there, context, link, inside)
  })
  await Promise.all([prepared, furnished])
}

async function configure(
  to: Netlink,
  { host, config, bridge }: NetworkContext,
  link: ContainerLink,
  inside: Inside,
): Promise<void> {
  const { end } = link
  const outlets = outletsOf(config, link, inside.routes ?? [])
  const links = wire(to, config, link)
  const { work, has } = route(to, outlets, inside.defaultRoute !== false)
  const works = end === undefined || askHost(to, end, bridge)
  // An ipvlan announces itself when it is set up, and its hardware address cannot be set.
  const announced = config.mode === 'ipvlan' ? undefined : announce(to, link)
  const six = firstAddresses(link.addresses).address6
  const answers = six === undefined || hasInet6(to, six)
  const results = await Promise.allSettled([...links, ...work, announced])
  for (const result of results) if (result.status === 'rejected') throw result.reason
  await configureRoutes(to, outlets, await Promise.all(has), inside.defaultRoute)
  if (six !== undefined && !(await answers)) await awaitInet6(to, six)
  if (end === undefined || (await works)) return
  await awaitCarrier(host, end.index, bridge)
  await announce(to, link)
}

/** Lets another network of the container have the default route, where this link has it; nothing of the link stays but itself. */
export function leaveContainerSide(netns: Netns, link: number): Promise<void> {
  return inContainer(netns, (there) => leaveRoutes(there, link))
}

/** Parameters of the container's end, and what counts for all of its links: either one would let redirects in (IN_DEV_RX_REDIRECTS). */
function prepareContainer(config: NetworkConfig, { netns, interface: name }: ContainerLink): Promise<void> {
  return setSysctls(netns, { ...sysctlsOf(name, insideParameters(config)), 'net/ipv4/conf/all/accept_redirects': 0 })
}

/** Loopback alone. */
export function raiseLoopback(netns: Netns): Promise<void> {
  return inContainer(netns, (there) => there.setLink(LOOPBACK, { up: true }))
}
