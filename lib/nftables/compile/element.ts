import { describeValue } from '../../errors.ts'
import type { Expression } from '../bytecode.ts'
import { ordered } from './constant.ts'
import { ascend, descend, type Expected, type RuleContext } from './context.ts'
import { type Element, isConstant, isSingle, type LiteralNode, type Node } from './node.ts'
import { fail } from './path.ts'
import { enter, isObject, type Json, object, only, optionalInteger, optionalText } from './read.ts'
import { CONCAT, INTERVAL } from './set.ts'
import { likeThoseOf, statefulExpressions, statefulKeys } from './stateful.ts'

const elemProperties = new Set(['val', 'timeout', 'expires', 'comment', ...statefulKeys])

/** NFTNL_UDATA_COMMENT_MAXLEN: bytes, without the zero behind them. */
export const MAX_COMMENT = 128

/** Elements of an anonymous set, or of a named one: keys of the type that is expected. */
export function literal(ctx: RuleContext, json: unknown): LiteralNode {
  const { datatype, length, byteorder } = ctx.expected
  const node: LiteralNode = { kind: 'literal', elements: [], flags: 0, datatype, length, byteorder }
  const wanted = ctx.expected
  if (!Array.isArray(json)) {
    add(ctx, node, json, wanted)
    return node
  }
  for (let i = 0; i < json.length; i++) {
    ctx.path.push(i)
    add(ctx, node, json[i], wanted)
    ctx.path.pop()
  }
  return node
}

function add(ctx: RuleContext, into: LiteralNode, json: unknown, wanted: Expected): void {
  ctx.expected = wanted
  const inner = isObject(json) ? json.set : undefined
  if (inner !== undefined) {
    merge(into, nested(ctx, inner))
    return
  }
  into.elements.push(element(ctx, json))
  note(into)
  ctx.expected = wanted
}

function nested(ctx: RuleContext, json: unknown): LiteralNode {
  ctx.path.push('set')
  descend(ctx)
  const node = literal(ctx, json)
  ascend(ctx)
  ctx.path.pop()
  return node
}

function merge(into: LiteralNode, more: LiteralNode): void {
  into.elements.push(...more.elements)
  into.flags |= more.flags
}

/** An element that stands for several values makes the set one of intervals. */
function note(into: LiteralNode): void {
  const key = into.elements[into.elements.length - 1]?.key
  if (!key || isSingle(key)) return
  into.flags |= key.kind === 'concat' ? INTERVAL | CONCAT : INTERVAL
}

/** A key, alone or with properties of its own in `{ elem: ... }`. */
export function element(ctx: RuleContext, json: unknown): Element {
  const held = isObject(json) ? json.elem : undefined
  if (held === undefined) return { key: keyOf(ctx, json) }
  ctx.path.push('elem')
  const found = properties(ctx, object(ctx, held))
  ctx.path.pop()
  return found
}

function keyOf(ctx: RuleContext, json: unknown): Node {
  if (typeof json === 'string' && json.startsWith('@')) return fail(ctx, 'must not be a reference to another set')
  const key = ordered(ctx, ctx.expression(ctx, json, 'right'))
  if (key.kind === 'verdict' || key.kind === 'literal') return fail(ctx, 'must be a key')
  return isConstant(key) ? key : fail(ctx, 'must be constant')
}

function properties(ctx: RuleContext, held: Json): Element {
  only(ctx, held, elemProperties)
  const found: Element = { key: keyOf(ctx, enter(ctx, held, 'val')) }
  ctx.path.pop()
  Object.assign(found, options(ctx, held))
  const expected = ctx.set?.expressions
  if (found.expressions && expected) found.expressions = [...likeThoseOf(expected, found.expressions)]
  return found
}

/** What an element may carry besides its key. */
export function options(ctx: RuleContext, held: Json): Omit<Element, 'key'> {
  const found: Omit<Element, 'key'> = {}
  const timeout = optionalInteger(ctx, held, 'timeout')
  const expires = optionalInteger(ctx, held, 'expires')
  const comment = optionalText(ctx, held, 'comment')
  if (timeout !== undefined) found.timeout = BigInt(timeout) * 1000n
  if (expires !== undefined) found.expiration = BigInt(expires) * 1000n
  if (comment !== undefined) found.comment = checkedComment(ctx, comment)
  const expressions: Expression[] = statefulExpressions(ctx, held)
  if (expressions.length > 0) found.expressions = expressions
  return found
}

export function checkedComment(ctx: RuleContext, comment: string): string {
  if (Buffer.byteLength(comment) <= MAX_COMMENT) return comment
  return fail(ctx, `must be at most ${MAX_COMMENT} bytes long, not ${describeValue(comment)}`, 'range')
}
