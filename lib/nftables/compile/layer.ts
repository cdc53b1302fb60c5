import { ether, inet, netdev, unknown } from '../protocol/network.ts'
import { announced, LINK, NETWORK, type Protocol, TRANSPORT } from '../protocol/protocol.ts'
import { ARPHRD_ETHER, BRIDGE, hookLayers, INET, NETDEV } from '../protocol/table.ts'
import { icmp, icmpv6, transports } from '../protocol/transport.ts'
import { CT_L3PROTOCOL, CT_PROTOCOL } from '../selector/ct.ts'
import { META_IIFTYPE, META_L4PROTO, META_NFPROTO, META_PROTOCOL } from '../selector/meta.ts'
import type { RuleContext } from './context.ts'
import type { LiteralNode, Node, PayloadNode } from './node.ts'

const unknownNetwork: Protocol = { ...unknown, base: NETWORK }
const unknownTransport: Protocol = { ...unknown, base: TRANSPORT }

/** A match that held says which header is where. Only equality says so, and only of selectors that announce a protocol. */
export function learn(ctx: RuleContext, left: Node, right: Node): void {
  if (right.kind === 'value') learnNumber(ctx, left, Number(right.value))
  else if (right.kind === 'literal') learnEach(ctx, left, right)
}

function learnEach(ctx: RuleContext, left: Node, right: LiteralNode): void {
  for (const { key } of right.elements) if (key.kind === 'value') learnNumber(ctx, left, Number(key.value))
}

function learnNumber(ctx: RuleContext, left: Node, number: number): void {
  if (left.kind === 'payload') learnPayload(ctx, left, number)
  else if (left.kind === 'load' && left.load.name === 'meta') learnMeta(ctx, left.load.key, number)
  else if (left.kind === 'load' && left.load.name === 'ct') learnCt(ctx, left.load.key, number)
}

/** Whether a field says what follows its header. */
export function isProtocolField(node: PayloadNode): boolean {
  const { protocol, field } = node
  if (!protocol || !field) return false
  return field.token === protocol.key || (protocol.metaKey !== undefined && isNextHeader(field.token))
}

/** Whether the value of a selector may say something of what follows in the packet. */
export function announces(left: Node): boolean {
  if (left.kind === 'payload') return isProtocolField(left)
  if (left.kind !== 'load') return false
  const { load } = left
  if (load.name === 'meta') return telling.has(load.key)
  return load.name === 'ct' && (load.key === CT_L3PROTOCOL || load.key === CT_PROTOCOL)
}

const telling: ReadonlySet<number> = new Set([META_L4PROTO, META_NFPROTO, META_IIFTYPE, META_PROTOCOL])

function isNextHeader(token: string): boolean {
  return token === 'protocol' || token === 'nexthdr'
}

function learnPayload(ctx: RuleContext, left: PayloadNode, number: number): void {
  if (!isProtocolField(left)) return
  const base = ctx.layers.protocols[left.base]
  if (!base) return
  const upper = announced(base, number)
  if (!upper) {
    learnIcmpType(ctx, base, number)
    return
  }
  if (upper.base === LINK && base.base === LINK) ctx.layers.stacked.push(base)
  update(ctx, upper)
}

/** Replies count as requests: fields that depend on the type are the same in both. */
function learnIcmpType(ctx: RuleContext, base: Protocol, type: number): void {
  if (base === icmp) ctx.layers.icmpType = type === 0 ? 8 : type
  else if (base === icmpv6) ctx.layers.icmpType = type === 129 ? 128 : type
}

function learnMeta(ctx: RuleContext, key: number, number: number): void {
  const hook = hookLayers[ctx.family]
  if (!hook) return
  if (key === META_L4PROTO) {
    update(ctx, transportNumbered(number) ?? unknownTransport)
    return
  }
  if (key === META_NFPROTO) {
    const own = number === ctx.family && hook.base === NETWORK ? hook.protocol : undefined
    update(ctx, announced(hook.protocol, number) ?? own ?? unknownNetwork)
    return
  }
  if (key === META_IIFTYPE && (hook.base > LINK || hook.protocol === inet || hook.protocol === netdev)) {
    update(ctx, number === ARPHRD_ETHER ? ether : unknown)
    return
  }
  if (key === META_PROTOCOL && (ctx.family === NETDEV || ctx.family === BRIDGE)) {
    update(ctx, announced(hook.protocol, number) ?? unknownNetwork)
  }
}

function transportNumbered(number: number): Protocol | undefined {
  for (const row of transports) if (row[0] === number) return row[1]
  return undefined
}

function learnCt(ctx: RuleContext, key: number, number: number): void {
  const base = key === CT_L3PROTOCOL ? LINK : key === CT_PROTOCOL ? NETWORK : undefined
  if (base === undefined) return
  const lower = ctx.layers.protocols[base]
  const upper = lower && announced(lower, number)
  if (upper) update(ctx, upper)
}

function update(ctx: RuleContext, protocol: Protocol): void {
  const { layers } = ctx
  if (protocol.base === TRANSPORT && !layers.transports.includes(protocol)) layers.transports.push(protocol)
  layers.protocols[protocol.base] = protocol
}

/** The link layer that a family has where nothing was said about it. */
export function familyLink(family: number): Protocol | undefined {
  return family === INET ? inet : family === BRIDGE ? ether : family === NETDEV ? netdev : undefined
}
