import type { Expression, NatExpression } from '../../bytecode.ts'
import { BIG } from '../../datatype/byteorder.ts'
import { concatenation, inetService } from '../../datatype/table.ts'
import { ip, ip6 } from '../../protocol/network.ts'
import { NETWORK, TRANSPORT } from '../../protocol/protocol.ts'
import { INET, IPV4, IPV6 } from '../../protocol/table.ts'
import { th } from '../../protocol/transport.ts'
import { META_L4PROTO } from '../../selector/meta.ts'
import { NAT_NETMAP, NAT_PROTO_SPECIFIED, natFlags, natTypes } from '../../selector/statement.ts'
import { protocolAt, type RuleContext } from '../context.ts'
import { expression } from '../expression.ts'
import { isProtocolField } from '../layer.ts'
import { load, type Output, openOutput, registerNumber, take } from '../linearize.ts'
import type { Node, Typed } from '../node.ts'
import { fail } from '../path.ts'
import { enter, flags, isObject, type Json, object, only, optionalWord } from '../read.ts'
import { ipFamilies } from '../selector.ts'
import { push } from './object.ts'
import { address, addressType, argument, checkedArgument } from './value.ts'

const natProperties = new Set(['addr', 'family', 'port', 'flags', 'type_flags'])
const portProperties = new Set(['port', 'flags'])
const allNatFlags = { ...natFlags, netmap: NAT_NETMAP }
const typeFlags = { interval: 1, prefix: 2, concat: 4 }
const CONCAT = typeFlags.concat

/** `snat` and `dnat`. */
export function natStatement(ctx: RuleContext, kind: string, json: unknown): void {
  const held = json === null ? {} : object(ctx, json)
  only(ctx, held, natProperties)
  const family = natFamily(ctx, held)
  const bits = flags(ctx, held, 'flags', allNatFlags)
  const mapped = flags(ctx, held, 'type_flags', typeFlags)
  const nat: NatExpression = { name: 'nat', type: natTypes[kind] as number, family }
  const out = openOutput()
  const concat = held.addr !== undefined && ((mapped & CONCAT) !== 0 || mapsToConcat(ctx, held.addr))
  const to = addressNode(ctx, held, family, concat)
  const port = portNode(ctx, held, to)
  if (concat && port) fail(ctx, 'must not have a port with a map to addresses and ports')
  if (to) placeAddress(ctx, out, nat, to, concat)
  if (port) placePort(ctx, out, nat, port)
  const all = port ? bits | NAT_PROTO_SPECIFIED : bits
  if (all !== 0) nat.flags = all
  out.expressions.push(nat)
  push(ctx, out.expressions)
}

/** Whether a map of the statement gives an address and a port at once. */
function mapsToConcat(ctx: RuleContext, json: unknown): boolean {
  const map = isObject(json) ? json.map : undefined
  const data = isObject(map) ? map.data : undefined
  const inner = isObject(data) ? data.set : data
  if (typeof inner === 'string' && inner.startsWith('@')) {
    ctx.path.push('addr', 'map', 'data')
    const found = ctx.around.findSet(ctx.family, ctx.table, inner.slice(1)).data?.parts !== undefined
    ctx.path.splice(-3)
    return found
  }
  return (
    Array.isArray(inner) &&
    inner.some((pair) => Array.isArray(pair) && isObject(pair[1]) && pair[1].concat !== undefined)
  )
}

function natFamily(ctx: RuleContext, held: Json): number {
  const asked = optionalWord(ctx, held, 'family', ipFamilies)
  if (ctx.family === IPV4 || ctx.family === IPV6) return asked ?? ctx.family
  if (ctx.family !== INET) return fail(ctx, 'is only allowed for IPv4 and IPv6')
  if (held.addr === undefined) return INET
  const network = protocolAt(ctx, NETWORK)
  const known = network === ip ? IPV4 : network === ip6 ? IPV6 : undefined
  return asked ?? known ?? fail(ctx, 'must have a family, ip or ip6, with an address in a table of family inet')
}

/** Refuses an address of the one family for packets of the other. */
export function checkNetwork(ctx: RuleContext, family: number): void {
  const network = protocolAt(ctx, NETWORK)
  const other = network === ip ? family !== IPV4 : network === ip6 && family !== IPV6
  if (other) fail(ctx, `must have family ip or ip6: ${network?.name} is not IP`)
}

function addressNode(ctx: RuleContext, held: Json, family: number, concat: boolean): Node | undefined {
  if (held.addr === undefined) return undefined
  checkNetwork(ctx, family)
  const json = enter(ctx, held, 'addr')
  const node = concat
    ? addressAndPort(ctx, json, family)
    : address(ctx, json, ctx.family === INET ? family : ctx.family)
  ctx.path.pop()
  return node
}

function addressAndPort(ctx: RuleContext, json: unknown, family: number): Node {
  const type = addressType(family)
  if (!type) return fail(ctx, 'must have a family, ip or ip6')
  const datatype = concatenation([type, inetService])
  const parts: Typed[] = [
    { datatype: type, length: type.size, byteorder: BIG },
    { datatype: inetService, length: inetService.size, byteorder: BIG },
  ]
  ctx.expected = { datatype, length: datatype.size, byteorder: BIG, max: 0, parts }
  const node = expression(ctx, json, 'statement')
  requireTransport(ctx, node)
  if (node.kind !== 'map') return fail(ctx, 'must be a map to addresses and ports')
  return checkedArgument(ctx, node, datatype, datatype.size, BIG)
}

function requireTransport(ctx: RuleContext, to: Node | undefined): void {
  if (protocolAt(ctx, TRANSPORT) || keyNamesTransport(to)) return
  fail(ctx, 'requires a transport protocol match')
}

/** Whether the key of a map says by itself which transport protocol there is. */
function keyNamesTransport(to: Node | undefined): boolean {
  if (to?.kind !== 'map' || to.key.kind !== 'concat') return false
  return to.key.parts.some((part) => {
    if (part.kind === 'load') return part.load.name === 'meta' && part.load.key === META_L4PROTO
    if (part.kind !== 'payload' || !part.protocol) return false
    return (part.base === TRANSPORT && part.protocol !== th) || (part.base === NETWORK && isProtocolField(part))
  })
}

export function portNode(ctx: RuleContext, held: Json, to: Node | undefined): Node | undefined {
  if (held.port === undefined) return undefined
  const json = enter(ctx, held, 'port')
  requireTransport(ctx, to)
  const node = argument(ctx, json, inetService, 16, BIG)
  ctx.path.pop()
  return node
}

/** Loads one end of a range, or the one value, into a register of 16 bytes. */
function place(ctx: RuleContext, out: Output, node: Node, end: 'low' | 'high'): void {
  const slot = out.free - 4
  if (node.kind === 'range') load(out, { ...node, kind: 'value', value: node[end] }, slot)
  else if (node.kind === 'any' || node.kind === 'verdict' || node.kind === 'concat') fail(ctx, 'must be a single value')
  else load(out, node, slot)
}

function placeAddress(ctx: RuleContext, out: Output, nat: NatExpression, to: Node, concat: boolean): void {
  const low = take(out)
  const high = to.kind === 'range' ? take(out) : undefined
  nat.regAddrMin = registerNumber(low)
  if (high !== undefined) {
    out.free -= 4
    place(ctx, out, to, 'low')
    out.free += 4
    place(ctx, out, to, 'high')
    nat.regAddrMax = registerNumber(high)
    return
  }
  place(ctx, out, to, 'low')
  placeMapped(nat, to, low, concat)
}

/** A map lays its data behind each other: addresses, ports, and with ranges both a second time. */
function placeMapped(nat: NatExpression, to: Node, low: number, concat: boolean): void {
  const step = nat.family === IPV6 ? 4 : 1
  const ranges = to.kind === 'map' && to.set.data?.interval === true
  if (ranges && !concat) nat.regAddrMax = registerNumber(low + step)
  if (!concat) return
  nat.regProtoMin = registerNumber(low + step)
  if (!ranges) return
  nat.regAddrMax = registerNumber(low + step + 1)
  nat.regProtoMax = registerNumber(low + step + 1 + step)
}

interface Ports {
  regProtoMin?: number
  regProtoMax?: number
}

export function placePort(ctx: RuleContext, out: Output, into: Ports, port: Node): void {
  const low = take(out)
  into.regProtoMin = registerNumber(low)
  place(ctx, out, port, 'low')
  if (port.kind !== 'range') return
  const high = take(out)
  into.regProtoMax = registerNumber(high)
  place(ctx, out, port, 'high')
}

/** `masquerade` and `redirect`: the address is the machine's own. */
export function ownAddressStatement(ctx: RuleContext, name: 'masq' | 'redir', json: unknown): void {
  const held = json === null ? {} : object(ctx, json)
  only(ctx, held, portProperties)
  if (ctx.family !== IPV4 && ctx.family !== IPV6 && ctx.family !== INET) fail(ctx, 'is only allowed for IPv4 and IPv6')
  const bits = flags(ctx, held, 'flags', allNatFlags)
  const port = portNode(ctx, held, undefined)
  const out = openOutput()
  const nat: Extract<Expression, { name: 'masq' | 'redir' }> = { name }
  if (port) placePort(ctx, out, nat, port)
  const all = port ? bits | NAT_PROTO_SPECIFIED : bits
  if (all !== 0) nat.flags = all
  out.expressions.push(nat)
  push(ctx, out.expressions)
}
