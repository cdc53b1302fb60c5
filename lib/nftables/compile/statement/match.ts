import { describeValue } from '../../../errors.ts'
import { BIG } from '../../datatype/byteorder.ts'
import { CT_DST, CT_SECMARK, CT_SRC } from '../../selector/ct.ts'
import { META_SECMARK } from '../../selector/meta.ts'
import { canTransfer, inOrder, transferable, transferred, widen } from '../arithmetic.ts'
import { ordered } from '../constant.ts'
import type { MatchStep, Operator, RuleContext } from '../context.ts'
import { declare, moveElements } from '../declare.ts'
import { expression } from '../expression.ts'
import { learn } from '../layer.ts'
import { fib } from '../lookup.ts'
import { isConstant, isSingle, type LiteralNode, type Node } from '../node.ts'
import { fail } from '../path.ts'
import { entered, isObject, type Json, object, only, textOf } from '../read.ts'
import { ANONYMOUS, INTERVAL, isInterval } from '../set.ts'

const matchProperties = new Set(['left', 'right', 'op'])
const operators = new Set<string>(['==', '!=', '<', '>', '<=', '>=', 'in', '!'])

/** NFT_META_TIME_DAY and NFT_META_TIME_HOUR: their ranges go round. */
const META_DAY = 31
const META_HOUR = 32

/** A comparison of what the packet has with constants. */
export function matchStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, matchProperties)
  const operator = textOf(ctx, held.op, 'op')
  if (!operators.has(operator)) fail(ctx, `unknown operator ${describeValue(operator)}`)
  const left = leftSide(ctx, held)
  const right = expression(ctx, entered(ctx, held.right, 'right'), 'right')
  const step = related(ctx, turned({ kind: 'match', operator: operator as Operator, left, right }))
  ctx.path.pop()
  ctx.steps.push(step)
}

function leftSide(ctx: RuleContext, held: Json): Node {
  const json = entered(ctx, held.left, 'left')
  const left = route(ctx, json, held.right) ?? expression(ctx, json, 'left')
  if (isConstant(left)) fail(ctx, 'must not be constant')
  ctx.path.pop()
  return left
}

/** Compared with true or false, `fib` asks only whether there is a route. */
function route(ctx: RuleContext, json: unknown, right: unknown): Node | undefined {
  if (typeof right !== 'boolean' || !isObject(json) || json.fib === undefined) return undefined
  ctx.path.push('fib')
  const node = fib(ctx, json.fib, true)
  ctx.path.pop()
  return node
}

/** From 23:00 to 3:00 is everything but from 3:00 to 23:00. */
function turned(step: MatchStep): MatchStep {
  const { left, right, operator } = step
  const round =
    left.kind === 'load' && left.load.name === 'meta' && (left.load.key === META_HOUR || left.load.key === META_DAY)
  if (!round || right.kind !== 'range' || right.low <= right.high) return step
  const swapped = { ...right, low: right.high, high: right.low }
  if (operator === '!=') return { ...step, operator: '==', right: swapped }
  return operator === '==' || operator === 'in' ? { ...step, operator: '!=', right: swapped } : step
}

function related(ctx: RuleContext, step: MatchStep): MatchStep {
  const { left, operator } = step
  const right = single(ordered(ctx, step.right))
  checkTypes(ctx, left, right)
  switch (operator) {
    case '==':
    case 'in':
      learn(ctx, left, right)
      return equal(ctx, { kind: 'match', operator, left, right })
    case '!=':
      return equal(ctx, { kind: 'match', operator, left, right })
    case '!':
      checkBits(ctx, left, right)
      return equal(ctx, { kind: 'match', operator, left, right })
    default:
      return greater(ctx, { kind: 'match', operator, left, right })
  }
}

/** A set of one plain element is that element. */
function single(right: Node): Node {
  const only = right.kind === 'literal' && right.elements.length === 1 ? right.elements[0] : undefined
  if (!only || only.comment !== undefined || only.timeout !== undefined || only.expressions) return right
  return only.key.kind === 'value' || only.key.kind === 'prefix' || only.key.kind === 'range' ? only.key : right
}

function checkTypes(ctx: RuleContext, left: Node, right: Node): void {
  if (!isConstant(right) && right.kind !== 'set') {
    fail(ctx, 'must be constant')
  }
  const wanted = left.datatype.id
  const found = right.datatype.id
  if (wanted !== found) {
    fail(ctx, `datatype mismatch: expected ${left.datatype.description}, got ${right.datatype.description}`)
  }
  if (isLoad(left, 'meta', META_SECMARK) || isLoad(left, 'ct', CT_SECMARK)) {
    fail(ctx, 'must not be used with a constant')
  }
}

function isLoad(node: Node, name: 'meta' | 'ct', key: number): boolean {
  return node.kind === 'load' && node.load.name === name && node.load.key === key
}

function checkBits(ctx: RuleContext, left: Node, right: Node): void {
  if (left.kind === 'binary') fail(ctx, 'negation cannot be combined with a binary expression')
  if (right.kind !== 'value' || right.datatype.base !== 'bitmask') {
    fail(ctx, 'negation is only allowed with a single bit mask')
  }
}

function equal(ctx: RuleContext, step: MatchStep): MatchStep {
  const { right } = step
  switch (right.kind) {
    case 'range':
      step.left = inOrder(ctx, step.left, BIG)
      step.right = { ...right, byteorder: BIG }
      break
    case 'prefix':
      break
    case 'value':
      step.right = { ...right, byteorder: step.left.byteorder }
      break
    case 'literal':
      return among(ctx, step, right)
    case 'set':
      return inSet(ctx, step)
    default:
      return fail(ctx, 'must be a set or a map: a concatenation is not compared with a single value')
  }
  return moveConstant(ctx, step)
}

function among(ctx: RuleContext, step: MatchStep, right: LiteralNode): MatchStep {
  // What is swapped for comparing intervals stays as it is.
  const intervals = (right.flags & INTERVAL) !== 0 && step.left.kind !== 'concat'
  const moving = transferable(intervals ? inOrder(ctx, step.left, BIG) : step.left)
  const declared = declare(ctx, step.left, right)
  const next: MatchStep = { ...step, right: declared }
  if (moving && declared.set.elements.every(({ key }) => canTransfer(ctx, moving, key))) {
    declared.set.elements = moveElements(ctx, moving, declared.set.elements)
    next.left = moving.left
  }
  return inSet(ctx, next)
}

function inSet(ctx: RuleContext, step: MatchStep): MatchStep {
  const { right, left } = step
  if (right.kind !== 'set') return step
  if (isLoad(left, 'ct', CT_SRC) || isLoad(left, 'ct', CT_DST))
    fail(ctx, 'either ip or ip6 is required for address matching')
  if ((right.set.flags & ANONYMOUS) === 0 && right.set.data) checkKey(ctx, left, right.set.key.datatype.id)
  return isInterval(right.set) ? { ...step, left: inOrder(ctx, left, BIG) } : step
}

function checkKey(ctx: RuleContext, left: Node, id: number): void {
  if (left.datatype.id !== id) fail(ctx, 'datatype mismatch with the keys of the map')
}

/** Operations on the packet's side that the constants can take over. */
function moveConstant(ctx: RuleContext, step: MatchStep): MatchStep {
  const moving = transferable(step.left)
  if (!moving || !canTransfer(ctx, moving, step.right)) return step
  const { byteorder } = step.right
  widen(ctx, moving, step.right.length)
  return { ...step, left: moving.left, right: { ...transferred(ctx, moving, step.right), byteorder } }
}

function greater(ctx: RuleContext, step: MatchStep): MatchStep {
  const { left, right } = step
  if (left.kind === 'concat') fail(ctx, `operator ${step.operator} is undefined for concatenations`)
  if (right.kind !== 'value' || !isSingle(right)) {
    return fail(ctx, `operator ${step.operator} is undefined for several values`)
  }
  const ordered: MatchStep = { ...step, left: inOrder(ctx, left, BIG), right: { ...right, byteorder: BIG } }
  // Exclusive or does not keep the order of numbers.
  return left.kind === 'binary' && left.operator === '^' ? ordered : moveConstant(ctx, ordered)
}
