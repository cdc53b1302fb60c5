import { describeValue } from '../../errors.ts'
import { BIG } from '../datatype/byteorder.ts'
import { bigInteger, inetService } from '../datatype/table.ts'
import { type Base, fieldOf, INNER, LINK, NETWORK, TRANSPORT } from '../protocol/protocol.ts'
import { protocolNamed } from '../protocol/table.ts'
import { th } from '../protocol/transport.ts'
import { withBits } from './bits.ts'
import { expectLike, type RuleContext } from './context.ts'
import { require } from './dependency.ts'
import type { Node, PayloadNode } from './node.ts'
import { fail } from './path.ts'
import { integer, type Json, object, only, text, textOf, unknown } from './read.ts'

const rawKeys = new Set(['base', 'offset', 'len'])
const fieldKeys = new Set(['protocol', 'field'])
const bases: Readonly<Record<string, Base>> = { ll: LINK, nh: NETWORK, th: TRANSPORT, ih: INNER }

/** The most that fits in the registers. */
const MAX_BITS = 512

/** `{ payload: ... }` as written: nothing is known yet of what it depends on. */
export function readPayload(ctx: RuleContext, json: unknown): PayloadNode {
  const held = object(ctx, json)
  if (held.base !== undefined) return readRaw(ctx, held)
  only(ctx, held, fieldKeys)
  const name = textOf(ctx, held.protocol, 'protocol')
  const token = textOf(ctx, held.field, 'field')
  const protocol = protocolNamed(name)
  if (!protocol) return fail(ctx, `unknown protocol ${describeValue(name)}`)
  const field = fieldOf(protocol, token)
  if (!field)
    return unknown(
      ctx,
      'field',
      token,
      protocol.fields.map((one) => one.token),
      name,
    )
  const { datatype, length, byteorder, offset } = field
  return { kind: 'payload', base: protocol.base, offset, protocol, field, datatype, length, byteorder }
}

function readRaw(ctx: RuleContext, held: Json): PayloadNode {
  only(ctx, held, rawKeys)
  const name = text(ctx, held, 'base')
  const base = Object.hasOwn(bases, name) ? bases[name] : undefined
  if (base === undefined) return fail(ctx, `unknown base ${describeValue(name)}`)
  const length = integer(ctx, held, 'len', MAX_BITS, 1)
  const offset = integer(ctx, held, 'offset', 0xffff)
  // The ports are the ports, however they are asked for.
  const port = base === TRANSPORT && length === 16 ? th.fields.find((field) => field.offset === offset) : undefined
  return {
    kind: 'payload',
    base,
    offset,
    protocol: undefined,
    field: undefined,
    datatype: port ? inetService : bigInteger,
    length,
    byteorder: BIG,
  }
}

/** The node with its dependencies in front of it, and what is not a whole byte masked out. */
export function payload(ctx: RuleContext, json: unknown): Node {
  const node = readPayload(ctx, json)
  if (!ctx.typeOnly) return evaluatePayload(ctx, node)
  expectLike(ctx, node)
  return node
}

export function evaluatePayload(ctx: RuleContext, node: PayloadNode): Node {
  require(ctx, node)
  expectLike(ctx, node)
  return node.offset % 8 !== 0 || node.length % 8 !== 0 ? withBits(node) : node
}
