import type { Link } from '../../link/index.ts'
import { accept, concat } from '../../nftables/index.ts'
import type { NetworkConfig } from '../config.ts'
import type { Host } from '../host/host.ts'
import { setSysctls } from '../host/parameter.ts'
import { add, type Element, remove } from './elements.ts'
import { BETWEEN, CLOSED, declarations, INSIDE, ROUTERS } from './rules.ts'
import { listMembers } from './state.ts'

/*
 * Containers need a host that forwards, and a host that did not has reasons. Where this library enables it, its chain `foreign` drops what is neither
 * from nor for a container, and the last network puts it back. Whose doing it is lies in the kernel, beside the parameter itself: that of the
 * loopback, which forwards nothing in any case, is 2. A program that enables forwarding after that sets every link to 1 (inet_forward_change in
 * net/ipv4/devinet.c, addrconf_forward_change in net/ipv6/addrconf.c), and then forwarding is not this library's.
 */

export type Family = 4 | 6

const FAMILIES: readonly Family[] = [4, 6]

/** The parameter that counts for all links. */
export const ALL = { 4: 'net/ipv4/ip_forward', 6: 'net/ipv6/conf/all/forwarding' } as const

/** What says that this library has enabled it; likewise of a link that forwarded before. */
const OURS = 2

function ofLink(family: Family, link: string): string {
  return `net/ipv${family}/conf/${link}/forwarding`
}

/** Whether the host forwards: not at all, for the networks alone, or because its administrator wants it. */
export type Forwarding = 'off' | 'ours' | 'on'

export async function forwardingOf(host: Host, family: Family): Promise<Forwarding> {
  const [all, own] = await Promise.all([read(host, ALL[family]), read(host, ofLink(family, 'lo'))])
  if (all === '0' || all === undefined) return 'off'
  return own === String(OURS) ? 'ours' : 'on'
}

/** Undefined where the kernel has no such family. */
function read(host: Host, name: string): Promise<string | undefined> {
  return host.netns.getSysctl(name).catch(() => undefined)
}

/** The families of a network's addresses. */
export function familiesOf({ ranges }: Pick<NetworkConfig, 'ranges'>): Family[] {
  return FAMILIES.filter((family) => ranges.some((range) => range.family === family))
}

/** Those of them in which the host does not forward. */
export async function forwardingMissing(host: Host, config: NetworkConfig): Promise<Family[]> {
  const states = await Promise.all(familiesOf(config).map((family) => forwardingOf(host, family)))
  return familiesOf(config).filter((_, i) => states[i] === 'off')
}

/** Lets the host forward; the rules of `closed` must be in place. Links that forwarded by themselves are remembered. */
export async function enableForwarding(host: Host, families: readonly Family[]): Promise<void> {
  if (families.length === 0) return
  const links = await host.links()
  for (const family of families) {
    const before = links.filter((link) => link.name !== 'lo' && forwards(link, family))
    const marks = ['lo', ...before.map(({ name }) => name)].map((name) => [ofLink(family, name), OURS])
    await setSysctls(host.netns, { [ALL[family]]: 1, ...Object.fromEntries(marks) })
  }
}

function forwards({ afSpec }: Link, family: Family): boolean {
  const conf = family === 4 ? afSpec?.inet?.conf : afSpec?.inet6?.conf
  return (conf?.forwarding ?? 0) !== 0
}

function isMarked({ name, afSpec }: Link, family: Family): boolean {
  const conf = family === 4 ? afSpec?.inet?.conf : afSpec?.inet6?.conf
  return name !== 'lo' && conf?.forwarding === OURS
}

/** Puts it back as it was, where it is ours, or was about to be. */
export async function restoreForwarding(
  host: Host,
  families: readonly Family[],
  opening: readonly Family[],
): Promise<void> {
  for (const family of families) {
    const state = await forwardingOf(host, family)
    if (state !== 'ours' && !(state === 'on' && opening.includes(family))) continue
    const before = (await host.links()).filter((link) => isMarked(link, family))
    const marks = before.map(({ name }) => [ofLink(family, name), 1])
    await setSysctls(host.netns, { [ALL[family]]: 0, ...Object.fromEntries(marks) })
  }
}

/** What belongs into the table because the host forwards for the networks alone, and what does not. */
export interface Closure {
  readonly wanted: readonly Element[]
  readonly unwanted: readonly Element[]
}

const NAMES = { 4: 'ipv4', 6: 'ipv6' } as const

/**
 * Frames between ports of another bridge pass the chain too, where br_netfilter has them do so; they are not forwarded from link to link.
 */
export async function closureOf(host: Host, opening: readonly Family[] = []): Promise<Closure> {
  const states = await Promise.all(FAMILIES.map((family) => forwardingOf(host, family)))
  const isClosed = (family: Family, i: number) => states[i] === 'ours' || opening.includes(family)
  const [links, members] = [await host.links(), await listMembers(host)]
  const inside = members.get(INSIDE) ?? []
  const isSeen = FAMILIES.some(isClosed) && (await read(host, 'net/bridge/bridge-nf-call-iptables')) === '1'
  const bridges = isSeen ? links.filter(({ kind, name }) => kind === 'bridge' && !inside.includes(name)) : []
  const routers = links.filter((link) =>
    opening.includes(4) ? link.name !== 'lo' && forwards(link, 4) : isMarked(link, 4),
  )
  const closed = (family: Family): Element => ({ name: CLOSED, elem: NAMES[family] })
  return {
    wanted: [
      ...FAMILIES.filter(isClosed).map(closed),
      ...bridges.map(({ name }) => ({ name: BETWEEN, elem: [concat(name, name), accept()] as Element['elem'] })),
      ...routers.map(({ name }) => ({ name: ROUTERS, elem: name })),
    ],
    unwanted: FAMILIES.filter((family, i) => states[i] === 'on' && !isClosed(family, i)).map(closed),
  }
}

/** Brings the table in line. */
export async function applyClosure(host: Host, { wanted, unwanted }: Closure): Promise<void> {
  await host.nft.apply([
    ...declarations([...wanted, ...unwanted].map(({ name }) => name)),
    ...wanted.map(add),
    ...unwanted.flatMap(remove),
  ])
}
