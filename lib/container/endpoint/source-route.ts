import { NetlinkError } from '../../errors.ts'
import type { Netlink } from '../../netlink/index.ts'
import type { Route } from '../../route/index.ts'
import type { Rule } from '../../rule/index.ts'
import { type FurtherRoute, putRoute } from './route.ts'

/*
 * A container in several networks answers by the one that it was asked by: an answer with the address of one network would be dropped by the
 * guard of another. All but the network that gives the default route have a routing table of their own in the container, with their default
 * route, and a rule that leads what comes from their address there (ip-rule(8)). The table has the number of the link's index, and so the rules say which
 * networks there are, and which takes the default route when the one that has it leaves.
 */

/** The author of these routes and rules, as RTPROT_*: a number that is not in use (include/uapi/linux/rtnetlink.h). */
const PROTOCOL = 119

/** Priorities of the rules, before that of table main; networks that shall never give the default route come last. */
const FIRST = 20_000
const NEVER = 25_000

export const FAMILIES = { 4: 'inet', 6: 'inet6' } as const
export type Family = keyof typeof FAMILIES

/** How a link of a container leads out, in one family. */
export interface Outlet {
  readonly family: Family
  /** Index of the link. */
  readonly link: number
  /** Address of the link, without a length, and what it is given for: '10.0.0.0/24'; without a bridge, the gateway alone. */
  readonly address: string
  readonly near: string
  readonly gateway: string
  /** Whether the gateway is on the link without belonging to its subnet. */
  readonly direct: boolean
  /** Further routes of this network. */
  readonly routes: readonly FurtherRoute[]
}

/** A gateway that is on the link without belonging to its subnet, and that another link of the same network may have too. */
export function onLink(direct: boolean, family: Family): { flags?: ['onlink'] } {
  return direct && family === 4 ? { flags: ['onlink'] } : {}
}

/** The default route of table main, the one of the lowest metric. */
async function defaultRoute(nl: Netlink, family: Family): Promise<Route | undefined> {
  const all = (await nl.listRoutes({ family: FAMILIES[family] })).filter(({ dst }) => dst === 'default')
  return all.sort((one, other) => (one.priority ?? 0) - (other.priority ?? 0))[0]
}

/** The rules of networks in one family, those that may give the default route first. */
async function rulesOf(nl: Netlink, family: Family): Promise<Rule[]> {
  const rules = await nl.listRules({ family: FAMILIES[family] })
  return rules
    .filter(({ protocol, table }) => protocol === PROTOCOL && typeof table === 'number')
    .sort((one, other) => one.priority - other.priority)
}

/** Leads what comes from the outlet's address out by its link; `never` says that it is not to have the default route. */
export async function addSourceRoute(nl: Netlink, outlet: Outlet, never: boolean): Promise<void> {
  const { family, link, address, near, gateway, direct, routes } = outlet
  const rules = await rulesOf(nl, family)
  const priority = Math.max(
    never ? NEVER : FIRST,
    ...rules.filter((rule) => rule.priority >= NEVER === never).map((rule) => rule.priority + 1),
  )
  const own = { family: FAMILIES[family], table: link, oif: link, protocol: PROTOCOL }
  const src = `${address}/${family === 4 ? 32 : 128}`
  await all([
    nl.replaceRoute({ ...own, dst: near, ...(family === 4 ? { scope: 'link', prefsrc: address } : {}) }),
    nl.replaceRoute({ ...own, dst: 'default', gateway, ...onLink(direct, family) }),
    ...routes.map((route) => putRoute(nl, own, route)),
    ...(rules.some(({ table }) => table === link)
      ? []
      : [nl.addRule({ family: FAMILIES[family], src, table: link, priority, protocol: PROTOCOL })]),
  ])
}

async function all(work: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason
}

/** Makes the outlet's gateway the default route. The network that had it answers by a table of its own from now on. */
export async function takeDefaultRoute(nl: Netlink, { family, link, gateway, direct }: Outlet): Promise<void> {
  const before = await defaultRoute(nl, family)
  if (before?.oif === link) return
  if (before !== undefined) await keepSource(nl, family, before)
  await nl.replaceRoute({
    family: FAMILIES[family],
    dst: 'default',
    gateway,
    oif: link,
    ...onLink(direct, family),
    ...(before?.priority === undefined ? {} : { priority: before.priority }),
  })
}

/** A table for the network of a default route, as far as it has none. */
async function keepSource(nl: Netlink, family: Family, { oif, gateway }: Route): Promise<void> {
  const link = oif as number | undefined
  if (link === undefined || gateway === undefined) return
  if ((await rulesOf(nl, family)).some(({ table }) => table === link)) return
  const found = (await nl.listAddresses({ link, family: FAMILIES[family] })).find(
    ({ scope }) => scope === 'universe' || scope === undefined,
  )
  if (found === undefined) return
  const [address = '', length = ''] = found.address.split('/')
  const direct = Number(length) === (family === 4 ? 32 : 128)
  const near = direct ? `${gateway}/${length}` : await nearOf(nl, family, link)
  if (near !== undefined) await addSourceRoute(nl, { family, link, address, near, gateway, direct, routes: [] }, false)
}

/** The subnet that a link leads to without a gateway. */
async function nearOf(nl: Netlink, family: Family, link: number): Promise<string | undefined> {
  const routes = await nl.listRoutes({ family: FAMILIES[family], oif: link })
  return routes.find(({ dst, gateway }) => gateway === undefined && dst !== 'default' && !dst.startsWith('fe80:'))?.dst
}

/** The default route that what has the address of a link takes, if it leaves by that link. */
export async function wayOut(nl: Netlink, family: Family, link: number): Promise<Route | undefined> {
  const main = await defaultRoute(nl, family)
  if (main?.oif === link) return main
  const own = (await nl.listRoutes({ family: FAMILIES[family], table: link })).find(({ dst }) => dst === 'default')
  return own !== undefined && (await rulesOf(nl, family)).some(({ table }) => table === link) ? own : undefined
}

/** Gateways that the default route of an outlet may have: its own, or one of the caller's. */
export function gatewaysOf({ gateway, routes }: Outlet): readonly (string | undefined)[] {
  return [gateway, ...routes.filter(({ dst }) => dst === 'default').map((route) => route.gateway)]
}

/** Deletes the default route of table main that leads through the outlet's link to another gateway. */
export async function deleteWrongDefault(nl: Netlink, outlet: Outlet): Promise<void> {
  const found = await defaultRoute(nl, outlet.family)
  if (found?.oif === outlet.link && !gatewaysOf(outlet).includes(found.gateway)) await unlessGone(nl.deleteRoute(found))
}

/**
 * Prepares for a link to leave: its rules go, and where it has the default route, the next network takes it.
 */
export async function leaveRoutes(nl: Netlink, link: number): Promise<void> {
  for (const family of [4, 6] as const) {
    const rules = await rulesOf(nl, family)
    for (const { priority, src, table } of rules.filter((rule) => rule.table === link))
      await unlessGone(nl.deleteRule({ family: FAMILIES[family], priority, src, table, protocol: PROTOCOL }))
    const heirs = rules.filter(({ table, priority }) => table !== link && priority < NEVER)
    if (heirs.length > 0 && (await defaultRoute(nl, family))?.oif === link) await handOver(nl, family, heirs)
  }
}

/** The first whose link is still there. */
async function handOver(nl: Netlink, family: Family, heirs: readonly Rule[]): Promise<void> {
  const before = (await defaultRoute(nl, family)) as Route
  for (const { table } of heirs) {
    const [route] = (await nl.listRoutes({ family: FAMILIES[family], table: table as number })).filter(
      ({ dst }) => dst === 'default',
    )
    if (route === undefined) continue
    const { gateway, oif, flags } = route
    const onlink = (flags ?? []).filter((flag) => flag === 'onlink')
    await unlessGone(
      nl.replaceRoute({
        family: FAMILIES[family],
        dst: 'default',
        gateway,
        oif,
        flags: onlink,
        ...(before.priority === undefined ? {} : { priority: before.priority }),
      }),
    )
    return
  }
}

/** What is gone already, or whose link is. */
async function unlessGone(promise: Promise<void>): Promise<void> {
  await promise.catch((thrown: unknown) => {
    if (!(thrown instanceof NetlinkError) || !['ENOENT', 'ESRCH', 'ENODEV', 'ENETUNREACH'].includes(thrown.code))
      throw thrown
  })
}
