import { BIG, type Byteorder } from '../../datatype/byteorder.ts'
import type { Datatype } from '../../datatype/datatype.ts'
import { integer as integerType, ipv4Address, ipv6Address } from '../../datatype/table.ts'
import { IPV4, IPV6 } from '../../protocol/table.ts'
import { inOrder } from '../arithmetic.ts'
import { ordered } from '../constant.ts'
import { expect, type RuleContext } from '../context.ts'
import { expression } from '../expression.ts'
import { rangeOf } from '../interval.ts'
import { load, type Output, registerNumber, release, take } from '../linearize.ts'
import type { Node } from '../node.ts'
import { fail } from '../path.ts'

/** What a statement writes: a constant or something loaded, in the type, length and byte order of its target. */
export function argument(
  ctx: RuleContext,
  json: unknown,
  datatype: Datatype,
  length: number,
  byteorder: Byteorder,
): Node {
  expect(ctx, datatype, length, byteorder)
  const node = ordered(ctx, expression(ctx, json, 'statement'))
  return checkedArgument(ctx, node, datatype, length, byteorder)
}

export function checkedArgument(
  ctx: RuleContext,
  node: Node,
  datatype: Datatype,
  length: number,
  byteorder: Byteorder,
): Node {
  if (node.kind === 'literal' || node.kind === 'set') return fail(ctx, 'must be a single value, not a set')
  if (node.kind === 'payload' && isInteger(node) && (datatype.base === 'string' || node.length !== length)) {
    fail(ctx, `datatype mismatch: expected ${datatype.description}, got ${node.length} bits`)
  }
  if (!isInteger(node) && node.datatype.id !== datatype.id) {
    fail(ctx, `datatype mismatch: expected ${datatype.description}, got ${node.datatype.description}`)
  }
  if (node.kind === 'load' && node.load.name === 'rt') return inOrder(ctx, node, byteorder)
  return node.kind === 'prefix' ? (rangeOf(node) ?? node) : node
}

function isInteger(node: Node): boolean {
  return node.datatype.id === integerType.id
}

/** The type of addresses of a family; undefined where it has none. */
export function addressType(family: number): Datatype | undefined {
  return family === IPV4 ? ipv4Address : family === IPV6 ? ipv6Address : undefined
}

/** An address of a family, alone, as a range or from a map. */
export function address(ctx: RuleContext, json: unknown, family: number): Node {
  const datatype = addressType(family)
  if (!datatype) return fail(ctx, 'must have a family, ip or ip6')
  return argument(ctx, json, datatype, datatype.size, BIG)
}

/** Loads one value into the next registers and gives them back; the register that it is in. */
export function source(ctx: RuleContext, out: Output, node: Node): number {
  const register = kept(ctx, out, node)
  release(out, node)
  return register
}

/** Loads one value into the next registers, which stay taken. */
export function kept(ctx: RuleContext, out: Output, node: Node): number {
  if (node.kind === 'range' || node.kind === 'any' || node.kind === 'verdict') {
    return fail(ctx, 'must be a single value')
  }
  const slot = take(out, node)
  load(out, node, slot)
  return registerNumber(slot)
}
