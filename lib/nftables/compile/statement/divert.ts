import type { DupExpression, Expression, FwdExpression, TproxyExpression } from '../../bytecode.ts'
import { BIG, HOST } from '../../datatype/byteorder.ts'
import { linkIndex } from '../../datatype/table.ts'
import { TRANSPORT } from '../../protocol/protocol.ts'
import { INET, IPV4, IPV6, NETDEV } from '../../protocol/table.ts'
import { protocolAt, type RuleContext } from '../context.ts'
import { openOutput } from '../linearize.ts'
import type { Node } from '../node.ts'
import { fail } from '../path.ts'
import { enter, type Json, object, only, optionalWord } from '../read.ts'
import { ipFamilies } from '../selector.ts'
import { checkNetwork, portNode } from './nat.ts'
import { push } from './object.ts'
import { address, addressType, argument, kept } from './value.ts'

const dupProperties = new Set(['addr', 'dev'])
const fwdProperties = new Set(['dev', 'family', 'addr'])
const tproxyProperties = new Set(['family', 'addr', 'port'])

function device(ctx: RuleContext, held: Json, key: string): Node {
  const node = argument(ctx, enter(ctx, held, key), linkIndex, 32, HOST)
  ctx.path.pop()
  return node
}

function addressOf(ctx: RuleContext, held: Json, family: number): Node {
  const node = address(ctx, enter(ctx, held, 'addr'), family)
  ctx.path.pop()
  return node
}

/** A copy of the packet to an address, or in netdev tables to a device. */
export function dupStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, dupProperties)
  const out = openOutput()
  const dup: DupExpression = { name: 'dup' }
  if (ctx.family === NETDEV) {
    if (held.dev !== undefined) fail(ctx, 'is not allowed in netdev tables: addr is the device')
    dup.sregDev = kept(ctx, out, device(ctx, held, 'addr'))
  } else if (ctx.family === IPV4 || ctx.family === IPV6) {
    dup.sregAddr = kept(ctx, out, addressOf(ctx, held, ctx.family))
    if (held.dev !== undefined) dup.sregDev = kept(ctx, out, device(ctx, held, 'dev'))
  } else fail(ctx, 'is not allowed in this family')
  out.expressions.push(dup)
  push(ctx, out.expressions)
}

/** Sends the packet out of a device, or to a neighbour behind it. */
export function fwdStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, fwdProperties)
  if (ctx.family !== NETDEV) fail(ctx, 'is only allowed in netdev tables')
  const out = openOutput()
  const fwd: FwdExpression = { name: 'fwd', sregDev: kept(ctx, out, device(ctx, held, 'dev')) }
  const family = optionalWord(ctx, held, 'family', ipFamilies)
  if ((family === undefined) !== (held.addr === undefined)) fail(ctx, 'must have both family and addr, or neither')
  if (family !== undefined) {
    const type = addressType(family)
    const node = type && argument(ctx, enter(ctx, held, 'addr'), type, type.size, BIG)
    if (node) fwd.sregAddr = kept(ctx, out, node)
    ctx.path.pop()
    fwd.nfproto = family
  }
  out.expressions.push(fwd)
  push(ctx, out.expressions)
}

/** Hands the packet to a local socket. */
export function tproxyStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, tproxyProperties)
  const family = tproxyFamily(ctx, held)
  if (!protocolAt(ctx, TRANSPORT)) fail(ctx, 'requires a transport protocol match')
  if (held.addr === undefined && held.port === undefined) fail(ctx, 'must have addr or port')
  if (family !== 0) checkNetwork(ctx, family)
  const out = openOutput()
  const tproxy: TproxyExpression = { name: 'tproxy', family }
  if (held.addr !== undefined) tproxy.regAddr = kept(ctx, out, addressOf(ctx, held, family))
  const port = portNode(ctx, held, undefined)
  if (port) tproxy.regPort = kept(ctx, out, port)
  out.expressions.push(tproxy as Expression)
  push(ctx, out.expressions)
}

/** In an inet table a port alone is for both families. */
function tproxyFamily(ctx: RuleContext, held: Json): number {
  const asked = optionalWord(ctx, held, 'family', ipFamilies)
  if (ctx.family === IPV4 || ctx.family === IPV6) return asked ?? ctx.family
  return ctx.family === INET ? (asked ?? 0) : fail(ctx, 'is only allowed in tables of family ip, ip6 and inet')
}
