import { setTimeout } from 'node:timers/promises'
import { addAddress } from '../address/address.ts'
import { NetlinkError } from '../errors.ts'
import { BRIEF } from '../link/get.ts'
import { fromReport, type Link } from '../link/link.ts'
import { briefVerb } from '../link/message.ts'
import { setLink } from '../link/set.ts'
import type { Netns } from '../netns/index.ts'
import { addRoute, lookupRoute } from '../route/route.ts'
import type { Caller, Requester } from '../transport/caller.ts'
import { Transport } from '../transport/transport.ts'
import type { Shape } from './options.ts'
import { parseSubnet } from './subnet.ts'
import type { Cable } from './wiring.ts'

const NETLINK_ROUTE = 0

/** The index that the loopback has in every namespace (LOOPBACK_IFINDEX of include/net/net_namespace.h). */
const LOOPBACK = 1

/** How a namespace calls the first other one that it hears of: that of its only cable. */
const FIRST_NSID = 0

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
 * The container's part: addresses, loopback, routes. Addresses come before the link is up: then the kernel announces the IPv4
 * one (arp_notify), and has begun to listen to who asks for the IPv6 one, which a thread of its own does (addrconf_dad_work).
 * That one is there at once, for nobody else can have it.
 */
function wire(to: Requester, shape: Shape, cable: Cable): Promise<unknown>[] {
  const { four, six } = lengths(shape)
  const link = cable.index + 1
  return [
    ...(cable.address6 === undefined
      ? []
      : [addAddress(to, { link, address: `${cable.address6}/${six}`, flags: ['nodad'] })]),
    setLink(to, LOOPBACK, { up: true }),
    ...(cable.address === undefined ? [] : [addAddress(to, { link, address: `${cable.address}/${four}` })]),
    setLink(to, link, { up: true }),
  ]
}

function route(to: Requester, shape: Shape, { index, address, address6 }: Cable): Promise<unknown>[] {
  const { gateway, gateway6, mode } = shape
  const oif = index + 1
  const direct = mode === 'ptp'
  const four =
    gateway === undefined || address === undefined
      ? []
      : [
          ...(direct ? [addRoute(to, { dst: `${gateway}/32`, oif, scope: 'link' })] : []),
          unlessThere(addRoute(to, { dst: 'default', gateway, oif })),
        ]
  const six =
    gateway6 === undefined || address6 === undefined
      ? []
      : [
          ...(direct ? [addRoute(to, { dst: `${gateway6}/128`, oif })] : []),
          unlessThere(addRoute(to, { family: 'inet6', dst: 'default', gateway: gateway6, oif })),
        ]
  return [...four, ...six]
}

/** A container that is in another network already keeps its default route. */
async function unlessThere(promise: Promise<void>): Promise<void> {
  await promise.catch((thrown: unknown) => {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'EEXIST') throw thrown
  })
}

const readHost = briefVerb<Link>('attach', 'get', { answer: fromReport })

/**
 * Asks for links of the host, from inside and in the same datagram: asking makes the kernel notice that the cable has two
 * ends now (see carrier.ts). Whether it has noticed.
 */
async function askHost(to: Requester, { index, link }: Cable, bridge: number | undefined): Promise<boolean> {
  const ask = (of: number) => to.request(readHost, { index: of, targetNetnsid: FIRST_NSID, ...BRIEF })
  const [end, master] = await Promise.allSettled([ask(index), ...(bridge === undefined ? [] : [ask(bridge)])])
  if (end?.status !== 'fulfilled' || end.value.name !== link || end.value.operstate !== 'up') return false
  return bridge === undefined || (master?.status === 'fulfilled' && master.value.operstate === 'up')
}

/**
 * Whether the container takes what is for its IPv6 address. A thread of the kernel makes the route to the address itself, after it
 * has begun to listen to who asks for it (addrconf_dad_work in net/ipv6/addrconf.c); what comes before is lost.
 */
async function hasInet6(to: Caller, address: string): Promise<boolean> {
  const route = await lookupRoute(to, { dst: address }).catch(() => undefined)
  return route?.type === 'local'
}

/** How long is waited before it is asked again, in milliseconds: as a rule the kernel has been there, or is at once. */
const PAUSES = [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

async function awaitInet6(to: Caller, address: string): Promise<void> {
  for (const pause of PAUSES) {
    await setTimeout(pause)
    if (await hasInet6(to, address)) return
  }
}

/** Sets the container's end up, all of it in one datagram; whether the cable is known to work. */
export async function furnishInside(shape: Shape, cable: Cable, bridge: number | undefined): Promise<boolean> {
  const { transport, opened } = Transport.open(NETLINK_ROUTE, cable.netns)
  try {
    await Promise.all([opened, prepareInside(shape, cable)])
    const work = [...wire(transport, shape, cable), ...route(transport, shape, cable)]
    const works = askHost(transport, cable, bridge)
    const answers = cable.address6 === undefined || hasInet6(transport, cable.address6)
    const results = await Promise.allSettled(work)
    for (const result of results) if (result.status === 'rejected') throw result.reason
    if (cable.address6 !== undefined && !(await answers)) await awaitInet6(transport, cable.address6)
    return await works
  } finally {
    await transport.close()
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
  const { transport, opened } = Transport.open(NETLINK_ROUTE, netns)
  try {
    await opened
    await setLink(transport, LOOPBACK, { up: true })
  } finally {
    await transport.close()
  }
}
