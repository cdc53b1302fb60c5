import type { CmpExpression } from '../bytecode.ts'
import { BIG, prefixMask, toBytes } from '../datatype/byteorder.ts'
import { orderOf } from './constant.ts'
import type { MatchStep, Operator } from './context.ts'
import { bitwise, load, named, type Output, registerNumber, release, take } from './linearize.ts'
import type { Node, PrefixNode, RangeNode, SetNode, ValueNode } from './node.ts'
import { cmpExpression } from './shared.ts'

/** NFT_CMP_* */
const comparisons: Readonly<Record<Operator, number>> = {
  '==': 0,
  '!=': 1,
  '<': 2,
  '<=': 3,
  '>': 4,
  '>=': 5,
  in: 0,
  '!': 0,
}
const LTE = 3
const GTE = 5

/** A match as expressions. */
export function match(out: Output, step: MatchStep): void {
  const { left, right, operator } = step
  switch (right.kind) {
    case 'range':
      matchRange(out, left, right, operator)
      return
    case 'set':
      matchSet(out, left, right, operator)
      return
    case 'prefix':
      matchPrefix(out, left, right, operator)
      return
    case 'value':
      matchValue(out, left, right, operator)
      return
    default:
      throw new TypeError(`nothing compares with a ${right.kind}`)
  }
}

function compare(slot: number, op: number, data: Uint8Array): CmpExpression {
  return { name: 'cmp', sreg: registerNumber(slot), op, data }
}

function matchValue(out: Output, left: Node, right: ValueNode, operator: Operator): void {
  const bits = (operator === 'in' || operator === '!') && right.datatype.base === 'bitmask'
  if (bits && left.kind !== 'binary') {
    matchBits(out, left, right, operator)
    return
  }
  const slot = take(out, left)
  load(out, left, slot)
  release(out, left)
  const { value, length } = right
  const len = Math.ceil(length / 8)
  out.expressions.push(cmpExpression(registerNumber(slot), comparisons[operator], value, len, orderOf(right)))
}

/** Whether any of the bits is set (`in`), or none (`!`). */
function matchBits(out: Output, left: Node, right: ValueNode, operator: Operator): void {
  const slot = take(out, left)
  load(out, left, slot)
  release(out, left)
  const len = Math.ceil(left.length / 8)
  out.expressions.push(bitwise(slot, len, right.value, 0n, right.byteorder))
  out.expressions.push(compare(slot, operator === '!' ? comparisons['=='] : comparisons['!='], new Uint8Array(len)))
}

function matchRange(out: Output, left: Node, right: RangeNode, operator: Operator): void {
  const slot = take(out, left)
  load(out, left, slot)
  release(out, left)
  const len = Math.ceil(right.length / 8)
  const low = toBytes(right.low, len, BIG)
  const high = toBytes(right.high, len, BIG)
  if (operator === '!=') {
    out.expressions.push({ name: 'range', sreg: registerNumber(slot), op: 1, fromData: low, toData: high })
    return
  }
  out.expressions.push(compare(slot, GTE, low), compare(slot, LTE, high))
}

function matchSet(out: Output, left: Node, right: SetNode, operator: Operator): void {
  const slot = take(out, left)
  load(out, left, slot)
  release(out, left)
  const inverted = operator === '!=' ? { flags: 1 } : undefined
  out.expressions.push({ name: 'lookup', sreg: registerNumber(slot), ...named(right.set), ...inverted })
}

/** A prefix of whole bytes in network order is compared by its bytes, any other under a mask. */
function matchPrefix(out: Output, left: Node, right: PrefixNode, operator: Operator): void {
  const text = right.datatype.base === 'string'
  const short = text || (right.byteorder === BIG && right.prefix > 0 && right.prefix % 8 === 0)
  const order = orderOf(right)
  const len = Math.ceil(right.length / 8)
  // As nft: what was turned round on the left is turned on the right as well, but not the mask.
  const data = toBytes(right.value, len, orderOf({ datatype: right.datatype, byteorder: left.byteorder }))
  const slot = take(out, left)
  release(out, left)
  if (short) {
    const bytes = right.prefix / 8
    load(out, left.kind === 'concat' ? left : { ...left, length: right.prefix }, slot)
    out.expressions.push(compare(slot, comparisons[operator], data.slice(0, bytes)))
    return
  }
  load(out, left, slot)
  out.expressions.push(bitwise(slot, len, prefixMask(right.length, right.prefix), 0n, order))
  out.expressions.push(compare(slot, comparisons[operator], data))
}
