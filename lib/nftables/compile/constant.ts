import { describeValue } from '../../errors.ts'
import { BIG, bitmask, HOST, prefixMask } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import { boolean } from '../datatype/table.ts'
import { bytesOfText } from '../datatype/text.ts'
import type { Expected, RuleContext } from './context.ts'
import type { Node, PrefixNode, Typed, ValueNode } from './node.ts'
import { fail } from './path.ts'
import { checkKept } from './read.ts'

/** A string, number or boolean of the JSON as a constant of the expected type. */
export function constant(ctx: RuleContext, json: string | number | boolean): Node {
  const { expected } = ctx
  if (expected.parts) return fail(ctx, noConcatenation(expected.parts))
  if (typeof json === 'boolean') return truth(ctx, json)
  if (typeof json === 'number') return numeric(ctx, json)
  const { datatype } = expected
  if (datatype.base === 'none') return fail(ctx, noType(datatype, json))
  if (datatype.base === 'string') return textual(ctx, datatype, json)
  const number = datatype.parse(json, ctx.around.names)
  return number === undefined
    ? fail(ctx, `must be a valid ${datatype.description}, not ${describeValue(json)}`)
    : fitted(ctx, datatype, number)
}

/** Whether something is there; no other type has true and false. */
function truth(ctx: RuleContext, json: boolean): Node {
  const { datatype } = ctx.expected
  return datatype.id === boolean.id
    ? fitted(ctx, boolean, json ? 1n : 0n)
    : fail(ctx, `must be a valid ${datatype.description}, not ${json}`)
}

function noConcatenation(parts: readonly Typed[]): string {
  return `must be a concatenation of (${parts.map(({ datatype }) => datatype.description).join(', ')})`
}

function noType(datatype: Datatype, json: unknown): string {
  return datatype.id === 0
    ? `cannot infer the type of ${describeValue(json)}`
    : `expected a ${datatype.description}, got ${describeValue(json)}`
}

function numeric(ctx: RuleContext, json: number): Node {
  const { datatype } = ctx.expected
  if (json > Number.MAX_SAFE_INTEGER)
    return fail(ctx, 'exceeds the exact range of a JSON number: use a string', 'range')
  if (!Number.isSafeInteger(json) || json < 0) return fail(ctx, `must be a whole number from 0, not ${json}`, 'range')
  // Types with notations of their own read a number as nft does: as if it were written.
  if (datatype.readsNumbers) return fitted(ctx, datatype, BigInt(json))
  return constant(ctx, String(json))
}

/** A number in the length and byte order that are expected, if it fits there. */
export function fitted(ctx: RuleContext, datatype: Datatype, number: bigint): ValueNode {
  const { length, byteorder } = ctx.expected
  checkRange(ctx, ctx.expected, number)
  return { kind: 'value', datatype, length, byteorder, value: number }
}

function checkRange(ctx: RuleContext, { max, length }: Expected, number: bigint): void {
  const greatest = max > 0 ? BigInt(max) : bitmask(length)
  if (number > greatest) fail(ctx, `must be from 0 to ${greatest}, not ${number}`, 'range')
}

/** Text, padded with zeros; one that ends with `*` stands for all that begin so. */
function textual(ctx: RuleContext, datatype: Datatype, json: string): Node {
  const bytes = Buffer.byteLength(json)
  const length = ctx.expected.length || (bytes + 1) * 8
  checkKept(ctx, json)
  if (bytes === 0) return fail(ctx, 'must not be an empty string')
  if (bytes + 1 > length / 8) return fail(ctx, `must be at most ${length / 8} bytes long`, 'range')
  if (!json.endsWith('*')) return stringNode(datatype, json, bytes, length)
  if (json.endsWith('\\*')) return stringNode(datatype, `${json.slice(0, -2)}*`, bytes - 1, length)
  if (bytes === 1) return fail(ctx, "must not be only '*'")
  const { value } = stringNode(datatype, json.slice(0, -1), bytes - 1, length)
  return { kind: 'prefix', datatype, length, byteorder: HOST, value, prefix: (bytes - 1) * 8 }
}

function stringNode(datatype: Datatype, text: string, bytes: number, length: number): ValueNode {
  const value = bytesOfText(text) << BigInt(length - bytes * 8)
  return { kind: 'value', datatype, length, byteorder: HOST, value }
}

/** The numbers that share the first bits of `base`. */
export function prefixOf(ctx: RuleContext, base: Node, prefix: number): PrefixNode {
  if (base.kind !== 'value') return fail(ctx, 'must have a constant address')
  const { datatype, length, byteorder } = base
  if (prefix > length) {
    return fail(ctx, `must have a prefix length from 0 to ${length}, not ${prefix}`, 'range')
  }
  const value = base.value & prefixMask(length, prefix)
  return { kind: 'prefix', datatype, length, byteorder, value, prefix }
}

/** How the bytes of a constant lie: text always as it is read. */
export function orderOf(node: { datatype: Datatype; byteorder: 0 | 1 | 2 }): 0 | 1 | 2 {
  return node.datatype.base === 'string' ? BIG : node.byteorder
}

/** Ends of a range stand in their order, but for hours and days, which go round. */
export function ordered(ctx: RuleContext, node: Node): Node {
  if (node.kind === 'range' && node.low > node.high) return fail(ctx, 'must not end before it starts', 'range')
  return node
}
