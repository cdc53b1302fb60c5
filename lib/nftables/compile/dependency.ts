import { BIG } from '../datatype/byteorder.ts'
import { icmpType, icmpv6Type, linkType } from '../datatype/table.ts'
import { ether, inet, inetService, ip, ip6, netdev } from '../protocol/network.ts'
import {
  announcement,
  type Base,
  baseNames,
  fieldOf,
  LINK,
  NETWORK,
  type Protocol,
  TRANSPORT,
} from '../protocol/protocol.ts'
import { ARPHRD_ETHER, BRIDGE, hookLayers } from '../protocol/table.ts'
import { icmp, icmpv6, igmp, th } from '../protocol/transport.ts'
import { META_IIFTYPE, metaNumbered } from '../selector/meta.ts'
import { type MatchStep, protocolAt, type RuleContext } from './context.ts'
import { declare } from './declare.ts'
import { familyLink, learn } from './layer.ts'
import type { LoadNode, Node, PayloadNode } from './node.ts'
import { fail } from './path.ts'

/** Makes sure that the header of a field is there: what the rule does not say yet is put in front of the statement. */
export function require(ctx: RuleContext, node: PayloadNode): void {
  const { protocol, base } = node
  // Raw bytes and the ports of any protocol stand for themselves.
  if (!protocol || protocol === th) return
  let present = protocolAt(ctx, base)
  if (!present) {
    ctx.steps.push(announcing(ctx, protocol, base))
    present = protocolAt(ctx, base)
    if (present === protocol) {
      requireMessage(ctx, node)
      return
    }
    if (base === LINK && present) {
      requireStacked(ctx, node, present)
      return
    }
  }
  if (base === TRANSPORT && ctx.layers.transports.length > 1) {
    conflict(ctx, ctx.layers.transports.find((other) => other !== protocol) ?? protocol, protocol)
  }
  if (present === protocol) {
    if (base === LINK) node.offset += stackedLength(ctx)
    requireMessage(ctx, node)
    return
  }
  if (present && present.base === base && resolved(ctx, present, node)) return
  conflict(ctx, protocolAt(ctx, base) ?? protocol, protocol)
}

function conflict(ctx: RuleContext, present: Protocol, wanted: Protocol): never {
  return fail(ctx, `conflicting protocols: ${present.name} and ${wanted.name}`)
}

function stackedLength(ctx: RuleContext): number {
  return ctx.layers.stacked.reduce((sum, header) => sum + (header.length ?? 0), 0)
}

/** A VLAN header, say, behind the Ethernet header that was just required. */
function requireStacked(ctx: RuleContext, node: PayloadNode, present: Protocol): void {
  const number = node.protocol && announcement(present, node.protocol)
  if (number === undefined) {
    conflict(ctx, present, node.protocol ?? present)
    return
  }
  ctx.steps.push(keyMatch(ctx, present, number))
  node.offset += ctx.layers.stacked[0]?.length ?? 0
}

/** Whether a header of the layer that is taken can follow the one that is there. */
function resolved(ctx: RuleContext, present: Protocol, node: PayloadNode): boolean {
  const { protocol, base } = node
  if (!protocol) return true
  let lower = present
  if (base === LINK) {
    if (lower === inet || lower === netdev) {
      ctx.steps.push(etherDevice(ctx, protocol))
      lower = protocol
    } else if (ctx.layers.stacked.includes(protocol)) return true
  }
  if (ctx.layers.protocols[base + 1]) return protocolAt(ctx, base) === protocol
  const number = announcement(lower, protocol)
  if (number === undefined || base !== LINK) return protocolAt(ctx, base) === protocol
  ctx.steps.push(keyMatch(ctx, protocolAt(ctx, base) ?? lower, number))
  node.offset += stackedLength(ctx)
  return true
}

/** The match by which the layer below announces `protocol`. */
export function announcing(ctx: RuleContext, protocol: Protocol, base: Base): MatchStep {
  const hook = hookLayers[ctx.family]
  if (hook && base < hook.base) {
    if (base < hook.base - 1) return fail(ctx, 'is not allowed in this family')
    return etherDevice(ctx, protocol)
  }
  let lower = ctx.layers.protocols[base - 1] ?? specialLower(ctx, protocol, base)
  if (!lower) return fail(ctx, `ambiguous payload: the ${baseNames[(base - 1) as Base]} protocol is missing`)
  // The network layer of a bridge is found by the packet's protocol, which a VLAN tag does not hide.
  if (ctx.family === BRIDGE && lower === ether && (protocol === ip || protocol === ip6)) lower = netdev
  const number = announcement(lower, protocol)
  return number === undefined ? conflict(ctx, lower, protocol) : keyMatch(ctx, lower, number)
}

/** What announces a header where the layer below it is open. */
function specialLower(ctx: RuleContext, protocol: Protocol, base: Base): Protocol | undefined {
  if (base === NETWORK || base === LINK) return base === LINK ? familyLink(ctx.family) : undefined
  if (base !== TRANSPORT) return undefined
  const network = protocol === icmp || protocol === igmp ? ip : protocol === icmpv6 ? ip6 : undefined
  if (!network) return inetService
  const link = protocolAt(ctx, LINK) ?? familyLink(ctx.family)
  if (!link) return inetService
  const number = announcement(link, network)
  ctx.steps.push(number === undefined ? conflict(ctx, link, network) : keyMatch(ctx, link, number))
  return network
}

/** `meta iiftype ether`, for headers below what the hook sees. */
function etherDevice(ctx: RuleContext, protocol: Protocol): MatchStep {
  const onEther = protocol === ether || ether.uppers.some(([, upper]) => upper === protocol)
  if (!onEther) return fail(ctx, 'is not allowed in this family')
  return matching(ctx, metaLoad(META_IIFTYPE), ARPHRD_ETHER)
}

/** The field (or the meta key) of `lower` that says what follows, and its value. */
function keyMatch(ctx: RuleContext, lower: Protocol, number: number): MatchStep {
  if (lower.metaKey) return matching(ctx, metaLoad(lower.metaKey.key), number)
  const field = lower.key === undefined ? undefined : fieldOf(lower, lower.key)
  if (!field) return fail(ctx, `cannot be matched after ${lower.name}`)
  const { datatype, length, byteorder, offset } = field
  const left: PayloadNode = {
    kind: 'payload',
    base: lower.base,
    offset,
    protocol: lower,
    field,
    datatype,
    length,
    byteorder,
  }
  require(ctx, left)
  return matching(ctx, left, number)
}

function matching(ctx: RuleContext, left: Node, number: number): MatchStep {
  const { datatype, length, byteorder } = left
  const right: Node = { kind: 'value', datatype, length, byteorder, value: BigInt(number) }
  learn(ctx, left, right)
  return { kind: 'match', operator: '==', left, right }
}

function metaLoad(key: number): LoadNode {
  const row = metaNumbered(key)
  const { datatype = linkType, length = 16, byteorder = BIG } = row ?? {}
  return { kind: 'load', load: { name: 'meta', key, dreg: 0 }, datatype, length, byteorder }
}

/** ICMP fields mean something in messages of certain types only. */
function requireMessage(ctx: RuleContext, node: PayloadNode): void {
  const messages = node.field?.messages ?? []
  const [type] = messages
  if (type === undefined) return
  // 0: the rule matches no type yet, and an echo-reply counts as a request.
  if (ctx.layers.icmpType !== 0) {
    if (messages.includes(ctx.layers.icmpType)) return
    fail(ctx, `conflicting ICMP types: expected ${type}, got ${ctx.layers.icmpType}`)
  }
  const v6 = node.protocol === icmpv6
  const left = messageType(v6)
  ctx.layers.icmpType = type
  if (messages.length === 1) ctx.steps.push(matching(ctx, left, type))
  else ctx.steps.push(oneOf(ctx, left, messages))
}

function messageType(v6: boolean): PayloadNode {
  const protocol = v6 ? icmpv6 : icmp
  const field = fieldOf(protocol, 'type')
  const datatype = v6 ? icmpv6Type : icmpType
  return { kind: 'payload', base: TRANSPORT, offset: 0, protocol, field, datatype, length: 8, byteorder: BIG }
}

function oneOf(ctx: RuleContext, left: PayloadNode, numbers: readonly number[]): MatchStep {
  const elements = numbers.map((number) => ({ key: { ...left, kind: 'value' as const, value: BigInt(number) } }))
  const { datatype, length, byteorder } = left
  const right = declare(ctx, left, { kind: 'literal', elements, flags: 0, datatype, length, byteorder })
  return { kind: 'match', operator: 'in', left, right }
}

/** The match in front of the whole rule that an extension header, an IPv4 option or a reject needs. */
export function requireNetwork(ctx: RuleContext, wanted: Protocol): void {
  const present = protocolAt(ctx, NETWORK)
  if (present === wanted) return
  if (present) fail(ctx, `cannot be used with ${present.name}`)
  const link = protocolAt(ctx, LINK)
  if (!link) {
    fail(ctx, 'the link layer protocol is missing')
    return
  }
  const number = announcement(link, wanted)
  ctx.steps.unshift(number === undefined ? conflict(ctx, link, wanted) : keyMatch(ctx, link, number))
}
