import { describeValue } from '../../errors.ts'
import { BIG } from '../datatype/byteorder.ts'
import { bigInteger, boolean } from '../datatype/table.ts'
import { sctpChunks } from '../protocol/chunk.ts'
import { type Extension, OP_DCCP_OPTION, OP_IP_OPTION, OP_IPV6, OP_TCP_OPTION, PRESENT } from '../protocol/extension.ts'
import { exthdrs } from '../protocol/exthdr.ts'
import { ip, ip6 } from '../protocol/network.ts'
import { ipOptions, tcpOptions } from '../protocol/option.ts'
import { withBits } from './bits.ts'
import { expectLike, type RuleContext } from './context.ts'
import { requireNetwork } from './dependency.ts'
import type { ExthdrNode, Node } from './node.ts'
import { fail } from './path.ts'
import { integer, type Json, object, only, optionalInteger, optionalText, text, unknown } from './read.ts'

const fieldProperties = new Set(['name', 'field'])
const exthdrProperties = new Set(['name', 'field', 'offset'])
const dccpProperties = new Set(['type'])
const rawProperties = new Set(['base', 'offset', 'len'])

/** The longest headers with options: what they can hold, in bits. */
const MAX_OPTION_BITS = 40 * 8

/** `exthdr`, `tcp option`, `ip option` and `sctp chunk` by the words of JSON. */
const tables: Readonly<Record<string, readonly Extension[]>> = {
  exthdr: exthdrs,
  'tcp option': tcpOptions,
  'ip option': ipOptions,
  'sctp chunk': sctpChunks,
}

/** As written, without what it depends on. */
export function readExtension(ctx: RuleContext, kind: string, json: unknown): ExthdrNode {
  const held = object(ctx, json)
  if (kind === 'tcp option' && held.base !== undefined) return readRaw(ctx, held)
  if (kind === 'dccp option') return readDccp(ctx, held)
  only(ctx, held, kind === 'exthdr' ? exthdrProperties : fieldProperties)
  const name = text(ctx, held, 'name')
  const extension = tables[kind]?.find((candidate) => candidate.name === name)
  if (!extension) return fail(ctx, `unknown ${kind} ${describeValue(name)}`)
  const token = optionalText(ctx, held, 'field')
  return token === undefined ? presence(extension) : field(ctx, held, extension, token)
}

/** Whether it is there: asked of the first field, which for kinds of routing header lies behind what they share. */
function presence(extension: Extension): ExthdrNode {
  const { type, op, fields } = extension
  const { offset = 0, length = 8 } = (op === OP_IPV6 ? fields[0] : undefined) ?? {}
  return { kind: 'exthdr', extension, type, op, offset, flags: PRESENT, datatype: boolean, length, byteorder: BIG }
}

function field(ctx: RuleContext, held: Json, extension: Extension, token: string): ExthdrNode {
  let row = extension.fields.find((candidate) => candidate.token === token)
  const further = optionalInteger(ctx, held, 'offset', 1) ?? 0
  if (row && further > 0) {
    const index = extension.fields.indexOf(row) + further
    row = extension.name === 'rt0' ? extension.fields[index] : fail(ctx, 'is only allowed with rt0')
  }
  if (!row)
    return unknown(
      ctx,
      'field',
      token,
      extension.fields.map((one) => one.token),
      extension.name,
    )
  const { type, op } = extension
  const { datatype, length, byteorder, offset } = row
  return { kind: 'exthdr', extension, type, op, offset, flags: 0, datatype, length, byteorder }
}

/** Bits of a TCP option by its number. */
function readRaw(ctx: RuleContext, held: Json): ExthdrNode {
  only(ctx, held, rawProperties)
  const type = integer(ctx, held, 'base', 255)
  const offset = integer(ctx, held, 'offset', MAX_OPTION_BITS)
  const length = integer(ctx, held, 'len', MAX_OPTION_BITS)
  const present = offset === 0 && length === 8
  const datatype = present ? boolean : bigInteger
  const flags = present ? PRESENT : 0
  return {
    kind: 'exthdr',
    extension: undefined,
    type,
    op: OP_TCP_OPTION,
    offset,
    flags,
    datatype,
    length,
    byteorder: BIG,
  }
}

/** Only whether it is there can be asked. */
function readDccp(ctx: RuleContext, held: Json): ExthdrNode {
  only(ctx, held, dccpProperties)
  const type = integer(ctx, held, 'type', 255)
  return {
    kind: 'exthdr',
    extension: undefined,
    type,
    op: OP_DCCP_OPTION,
    offset: 0,
    flags: PRESENT,
    datatype: boolean,
    length: 8,
    byteorder: BIG,
  }
}

export function extension(ctx: RuleContext, kind: string, json: unknown): Node {
  const node = readExtension(ctx, kind, json)
  if (ctx.typeOnly) return checkedExtension(ctx, node)
  if (node.op === OP_IPV6) requireNetwork(ctx, ip6)
  else if (node.op === OP_IP_OPTION) requireNetwork(ctx, ip)
  return evaluateExtension(ctx, node)
}

export function evaluateExtension(ctx: RuleContext, node: ExthdrNode): Node {
  checkedExtension(ctx, node)
  return node.offset % 8 !== 0 || node.length % 8 !== 0 ? withBits(node) : node
}

function checkedExtension(ctx: RuleContext, node: ExthdrNode): Node {
  expectLike(ctx, node)
  if (node.length === 0) fail(ctx, 'must not be empty')
  const limited = node.op === OP_TCP_OPTION || node.op === OP_IP_OPTION
  if (limited && node.offset + node.length > MAX_OPTION_BITS) {
    fail(ctx, `must end at bit ${MAX_OPTION_BITS} at most, not ${node.offset + node.length}`)
  }
  return node
}
