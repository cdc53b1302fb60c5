import type { Irreversible } from '../verb/undo.ts'

type Fields = Readonly<Record<string, unknown>>

/** Options of setLink that discard what cannot be read: learned entries, a program of which there is only the id, a link of another namespace. */
const DISCARDING = ['port.flush', 'data.fdbFlush', 'xdp', 'targetNetnsid'] as const

export const irreversible: Irreversible = (_link, change) =>
  DISCARDING.find((path) => {
    const [key, inner] = path.split('.') as [string, string | undefined]
    const value = (change as Fields | undefined)?.[key]
    const given = inner === undefined ? value : (value as Fields | null | undefined)?.[inner]
    return given !== undefined && given !== false
  })

/** Kinds of links of which a list contains everything: a new link with the listed properties is the same. */
const WHOLE: ReadonlySet<unknown> = new Set([
  ...['bridge', 'dummy', 'ifb', 'ipvlan', 'ipvtap', 'macvlan', 'macvtap', 'veth', 'vlan', 'vrf', 'vxlan'],
])

/** Whether a deleted link of this kind can be created again. */
export function canRecreate(kind: unknown): boolean {
  return WHOLE.has(kind)
}

/** IFF_UP of `change`. */
const IFF_UP = 1
/** IPV6_MIN_MTU: below it, the kernel removes IPv6 from a link (addrconf_notify in net/ipv6/addrconf.c). */
const IPV6_MIN_MTU = 1280
/** Settings with which addresses, routes or neighbours of the link vanish. */
const DROPPING = ['address', 'name', 'master', 'netns'] as const

/** Whether objects on the link may vanish with a change, or with its undoing. `fields` and `changed` (the flags) are those of the request. */
export function drops(fields: Fields, changed: number): boolean {
  if ((changed & IFF_UP) !== 0 || DROPPING.some((key) => fields[key] !== undefined)) return true
  return renews(fields) || inet6Of(fields) !== undefined
}

function inet6Of({ afSpec }: Fields): unknown {
  return (afSpec as { inet6?: unknown } | undefined)?.inet6
}

/** Whether the kernel parameters of the link return to their defaults. */
export function renews({ mtu, netns }: Fields): boolean {
  return netns !== undefined || (typeof mtu === 'number' && mtu < IPV6_MIN_MTU)
}
