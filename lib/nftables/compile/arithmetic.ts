import { BIG, type Byteorder, bitmask, HOST } from '../datatype/byteorder.ts'
import { integer } from '../datatype/table.ts'
import { fitted } from './constant.ts'
import { expect, expectLike, type RuleContext } from './context.ts'
import { type BinaryNode, type BinaryOperator, isConstant, type Node, type ValueNode } from './node.ts'
import { fail } from './path.ts'
import { array } from './read.ts'

/** `{ "&": [a, b] }`: the first operand may be of the packet, the others are constants. */
export function binary(ctx: RuleContext, operator: BinaryOperator, json: unknown): Node {
  const operands = array(ctx, json)
  const shift = operator === '<<' || operator === '>>'
  if (operands.length < 2 || (shift && operands.length > 2)) fail(ctx, 'must have two operands')
  ctx.path.push(0)
  let left = ctx.expression(ctx, operands[0], 'primary')
  ctx.path.pop()
  for (let i = 1; i < operands.length; i++) {
    ctx.path.push(i)
    left = operate(ctx, operator, left, operands[i])
    ctx.path.pop()
  }
  return left
}

function operate(ctx: RuleContext, operator: BinaryOperator, left: Node, json: unknown): Node {
  checkOperand(ctx, operator, left)
  const shift = operator === '<<' || operator === '>>'
  const before = ctx.expected
  if (shift) expect(ctx, integer, before.length, left.byteorder)
  const right = ctx.expression(ctx, json, 'right')
  if (right.kind !== 'value') return fail(ctx, `right-hand side of binary operation (${operator}) must be constant`)
  // What is shifted is a plain number, and so is what it is compared with.
  if (!shift) ctx.expected = before
  return shift ? shifted(ctx, operator, left, right) : bitwise(ctx, operator, left, right)
}

function checkOperand(ctx: RuleContext, operator: BinaryOperator, left: Node): void {
  const { base } = left.datatype
  if (base === 'none' || base === 'string')
    fail(ctx, `binary operation (${operator}) is undefined for ${left.datatype.description}`)
  if (isConstant(left) && left.kind !== 'value')
    fail(ctx, `binary operation (${operator}) is undefined for several values`)
}

function shifted(ctx: RuleContext, operator: BinaryOperator, left: Node, right: ValueNode): Node {
  if (right.value >= BigInt(left.length)) {
    return fail(ctx, `shift by ${right.value} bits is undefined for a type of ${left.length} bits`, 'range')
  }
  const host = inOrder(ctx, left, HOST)
  return folded(ctx, { kind: 'binary', operator, left: host, right: right.value, ...typeOf(host), byteorder: HOST })
}

function bitwise(ctx: RuleContext, operator: BinaryOperator, left: Node, right: ValueNode): Node {
  return folded(ctx, { kind: 'binary', operator, left, right: right.value, ...typeOf(left) })
}

function typeOf({ datatype, length, byteorder }: Node): Pick<Node, 'datatype' | 'length' | 'byteorder'> {
  return { datatype, length, byteorder }
}

/** An operation on a constant is a constant. */
function folded(ctx: RuleContext, node: BinaryNode): Node {
  const { left } = node
  if (left.kind !== 'value') return node
  return fitted(ctx, left.datatype, calculate(node.operator, left.value, node.right) & bitmask(node.length))
}

export function calculate(operator: BinaryOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '&':
      return left & right
    case '|':
      return left | right
    case '^':
      return left ^ right
    case '<<':
      return left << right
    case '>>':
      return left >> right
  }
}

/** The node in the byte order wanted: constants are just written so, what is loaded is swapped. */
export function inOrder(ctx: RuleContext, node: Node, byteorder: Byteorder): Node {
  if (node.byteorder === byteorder) return node
  if (node.kind === 'concat') return { ...node, parts: node.parts.map((part) => networkPart(ctx, part)) }
  if (node.datatype.base === 'string') return node
  if (node.datatype.base === 'none') return fail(ctx, `byte order mismatch for ${node.datatype.description}`)
  if (isConstant(node) || node.length < 16) return { ...node, byteorder }
  return swapped(node, byteorder)
}

/** As nft, which swaps even single bytes here. */
function networkPart(ctx: RuleContext, part: Node): Node {
  if (part.byteorder === BIG || part.datatype.base === 'string') return part
  return part.byteorder === HOST && part.length === 8 && !isConstant(part)
    ? swapped(part, BIG)
    : inOrder(ctx, part, BIG)
}

function swapped(node: Node, byteorder: Byteorder): Node {
  return { kind: 'swap', input: node, datatype: node.datatype, length: node.length, byteorder }
}

/** What the matched side of a comparison is without an operation that the constants can take over, and the operation. */
export interface Transfer {
  left: Node
  operator: BinaryOperator
  amount: bigint
}

/** An operation that can be undone on the constants: shifts and exclusive or. */
export function transferable(left: Node): Transfer | undefined {
  if (left.kind !== 'binary') return undefined
  const { operator, right } = left
  if (operator === '^') return { left: retyped(left), operator: '^', amount: right }
  if (operator === '<<') return { left: retyped(left), operator: '>>', amount: right }
  if (operator !== '>>') return undefined
  // What the shift would have dropped is masked out instead.
  const mask = bitmask(left.left.length) << right
  return { left: { ...left, operator: '&', right: mask }, operator: '<<', amount: right }
}

function retyped(node: BinaryNode): Node {
  return { ...node.left, datatype: node.datatype }
}

/** The constants that the other side of a transferred operation has: it may take more bits than before. */
export function canTransfer(ctx: RuleContext, transfer: Transfer, node: Node): boolean {
  // What lies between two numbers does not lie between them when each is changed by exclusive or.
  if (node.kind === 'range') return transfer.operator !== '^'
  if (node.kind !== 'value') return false
  if (transfer.operator === '<<' && calculate('<<', node.value, transfer.amount) > bitmask(transfer.left.length)) {
    fail(ctx, 'comparison is always false')
  }
  if (transfer.operator === '>>' && (node.value & bitmask(Number(transfer.amount))) !== 0n) {
    fail(ctx, 'comparison is always false')
  }
  return true
}

export function transferred(ctx: RuleContext, transfer: Transfer, node: Node): Node {
  const { operator, amount } = transfer
  if (node.kind === 'value') return fitted(ctx, node.datatype, calculate(operator, node.value, amount))
  if (node.kind !== 'range') return node
  const low = calculate(operator, node.low, amount)
  const high = calculate(operator, node.high, amount)
  const { length, byteorder } = fitted(ctx, node.datatype, high)
  return { ...node, low, high, length, byteorder }
}

/** Makes room for constants that move to the left. */
export function widen(ctx: RuleContext, transfer: Transfer, length: number): void {
  const wanted = length + Number(transfer.amount)
  if (transfer.operator !== '<<' || ctx.expected.length >= wanted) return
  const { expected } = ctx
  expectLike(ctx, { ...expected, length: expected.length + Number(transfer.amount) })
}
