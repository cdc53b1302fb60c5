import { ether, inetService, ip, ip6, unknown } from '../protocol/network.ts'
import { announced, type Base, LINK, NETWORK, type Protocol, TRANSPORT } from '../protocol/protocol.ts'
import { ARPHRD_ETHER, BRIDGE, hookLayers, INET, IPV4, IPV6, NETDEV } from '../protocol/table.ts'
import { icmp, icmpv6 } from '../protocol/transport.ts'
import { CT_L3PROTOCOL, CT_PROTOCOL } from '../selector/ct.ts'
import { META_IIFTYPE, META_L4PROTO, META_NFPROTO, META_PROTOCOL } from '../selector/meta.ts'
import type { Match, Payload, Selector } from './node.ts'

/** Matches that a later one may make superfluous, by the layer above them. */
export interface Dependencies {
  matches: (Match | undefined)[]
  /** The ICMP message that the last of them speaks of. */
  message: number
  /** The match just before, where a range may begin. */
  previous: Match | undefined
}

export function noDependencies(): Dependencies {
  return { matches: [], message: 0, previous: undefined }
}

/** What the rule has said so far about the packet, as nft's evaluation follows it. */
export interface Context {
  family: number
  /** The protocol of each layer, by base. */
  layers: (Protocol | undefined)[]
  /** Headers of the link layer that another one of the same layer followed. */
  stacked: Protocol[]
  /** The ICMP message: its type, 0 while unknown. */
  message: number
  dependencies: Dependencies
}

export function openContext(family: number): Context {
  const layers: (Protocol | undefined)[] = []
  const hook = hookLayers[family]
  if (hook) layers[hook.base] = hook.protocol
  return { family, layers, stacked: [], message: 0, dependencies: noDependencies() }
}

/** NFT_META_* of the keys that say what follows, with the layer that they speak of. */
const metaBases: Readonly<Record<number, number>> = {
  [META_IIFTYPE]: 0,
  [META_NFPROTO]: LINK,
  [META_PROTOCOL]: LINK,
  [META_L4PROTO]: NETWORK,
}

const ctBases: Readonly<Record<number, number>> = { [CT_L3PROTOCOL]: LINK, [CT_PROTOCOL]: NETWORK }

/** The layer that a selector speaks of when it says what follows. */
export function announcedBase(selector: Selector): number | undefined {
  return (selector.kind === 'meta' ? metaBases : ctBases)[selector.key.key]
}

/** After `payload == value`: what the value announces. */
export function followPayload(context: Context, payload: Payload, value: bigint): void {
  const number = Number(value)
  const base = context.layers[payload.base]
  if (!base) return
  const next = announced(base, number)
  if (!next) {
    followMessage(context, base, number)
    return
  }
  if (next.base === LINK && base.base === LINK) context.stacked.push(base)
  context.layers[next.base] = next
}

/** An echo reply is type 0, which also means unknown: both directions count as requests. */
function followMessage(context: Context, base: Protocol, type: number): void {
  if (base === icmp) context.message = type === 0 ? 8 : type
  else if (base === icmpv6) context.message = type === 129 ? 128 : type
}

/** After `meta key == number`: what the number, in the order of the machine, announces. */
export function followMeta(context: Context, key: number, number: number): void {
  const hook = hookLayers[context.family]
  if (key === META_L4PROTO) context.layers[TRANSPORT] = announced(inetService, number) ?? unknown
  if (!hook) return
  if (key === META_IIFTYPE) followLinkType(context, hook.base, number)
  if (key === META_NFPROTO) followFamily(context, hook, number)
  if (key === META_PROTOCOL && (context.family === NETDEV || context.family === BRIDGE))
    context.layers[NETWORK] = announced(hook.protocol, number) ?? unknown
}

function followLinkType(context: Context, base: Base, number: number): void {
  if (base < NETWORK && context.family !== INET && context.family !== NETDEV) return
  context.layers[LINK] = number === ARPHRD_ETHER ? ether : unknown
}

function followFamily(context: Context, hook: { base: Base; protocol: Protocol }, number: number): void {
  if ((number === IPV4 && hook.protocol === ip) || (number === IPV6 && hook.protocol === ip6)) return
  const own = number === context.family && hook.base === NETWORK ? hook.protocol : unknown
  context.layers[NETWORK] = announced(hook.protocol, number) ?? own
}

/** After `ct key == number`. */
export function followCt(context: Context, base: number, number: number): void {
  const lower = context.layers[base]
  const next = lower && announced(lower, number)
  if (next) context.layers[base + 1] = next
}
