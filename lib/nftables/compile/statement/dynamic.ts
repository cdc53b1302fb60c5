import { describeValue } from '../../../errors.ts'
import type { DynsetExpression, Expression } from '../../bytecode.ts'
import { dynsetOperations } from '../../selector/statement.ts'
import { ordered } from '../constant.ts'
import { expectNothing, expectSide, type RuleContext } from '../context.ts'
import { declareMeter } from '../declare.ts'
import { options } from '../element.ts'
import { expression } from '../expression.ts'
import { openOutput } from '../linearize.ts'
import { isConstant, isSingle, type Node } from '../node.ts'
import { fail } from '../path.ts'
import { enter, isObject, type Json, object, only, optionalInteger, sole, text, word } from '../read.ts'
import { EVAL, MAP, type SetInfo, type SetSide, TIMEOUT } from '../set.ts'
import { stateful, statefulKeys, statefulList } from '../stateful.ts'
import { push } from './object.ts'
import { checkedArgument, kept, source } from './value.ts'

const setProperties = new Set(['op', 'elem', 'set', 'stmt'])
const mapProperties = new Set(['op', 'elem', 'data', 'map', 'stmt'])
const meterProperties = new Set(['name', 'key', 'stmt', 'size'])
const elemProperties = new Set(['val', 'timeout', 'expires', 'comment', ...statefulKeys])

/** NFT_DYNSET_OP_* */
const ADD = 0
const UPDATE = 1
/** NFT_DYNSET_F_EXPR: more than one expression. */
const SEVERAL = 2

interface Entry {
  key: Node
  timeout: bigint | undefined
  expressions: Expression[]
}

/** Puts what the packet has into a set, or takes it out. */
export function setStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, setProperties)
  const op = word(ctx, held, 'op', dynsetOperations)
  const set = reference(ctx, held, 'set')
  const { key, timeout, expressions } = entry(ctx, held, 'elem', set.key)
  expressions.push(...statements(ctx, held))
  // The kernel picks a kind of set that the packet path can change only where it is told so.
  set.flags |= EVAL
  const out = openOutput()
  const dynset: DynsetExpression = { name: 'dynset', op, sregKey: source(ctx, out, key), ...named(set) }
  finish(dynset, timeout, expressions)
  out.expressions.push(dynset)
  push(ctx, out.expressions)
}

function named(set: SetInfo): { setName: string; setId?: number } {
  return set.id === undefined ? { setName: set.name } : { setName: set.name, setId: set.id }
}

function finish(dynset: DynsetExpression, timeout: bigint | undefined, expressions: Expression[]): void {
  if (timeout !== undefined && timeout > 0n) dynset.timeout = timeout
  if (expressions.length > 0) dynset.expressions = expressions
  if (expressions.length > 1) dynset.flags = SEVERAL
}

function reference(ctx: RuleContext, held: Json, key: string): SetInfo {
  const name = text(ctx, held, key)
  ctx.path.push(key)
  if (!name.startsWith('@')) fail(ctx, `must be a set name such as '@name', not ${describeValue(name)}`)
  const set = ctx.around.findSet(ctx.family, ctx.table, name.slice(1))
  ctx.path.pop()
  return set
}

/** The key (or the data) as the packet has it, with the properties of `{ elem: ... }`. */
function entry(ctx: RuleContext, held: Json, at: string, side: SetSide | undefined): Entry {
  const json = enter(ctx, held, at)
  const wrapped = isObject(json) ? json.elem : undefined
  const found: Entry = {
    key: loaded(ctx, wrapped === undefined ? json : undefined, wrapped, side),
    timeout: undefined,
    expressions: [],
  }
  if (wrapped !== undefined) {
    ctx.path.push('elem')
    const { timeout, comment, expressions } = options(ctx, object(ctx, wrapped))
    if (comment !== undefined) fail(ctx, 'must not have a comment')
    found.timeout = timeout
    found.expressions = expressions ?? []
    ctx.path.pop()
  }
  ctx.path.pop()
  return found
}

function loaded(ctx: RuleContext, plain: unknown, wrapped: unknown, side: SetSide | undefined): Node {
  if (side) expectSide(ctx, side)
  else expectNothing(ctx)
  let json = plain
  if (wrapped !== undefined) {
    ctx.path.push('elem')
    const held = object(ctx, wrapped)
    only(ctx, held, elemProperties)
    json = enter(ctx, held, 'val')
  }
  const node = ordered(ctx, expression(ctx, json, 'statement'))
  if (isConstant(node) && !isSingle(node)) fail(ctx, 'must be a single value')
  if (side) checkedArgument(ctx, node, side.datatype, side.length, side.byteorder)
  if (wrapped !== undefined) ctx.path.splice(-2)
  return node
}

function statements(ctx: RuleContext, held: Json): Expression[] {
  if (held.stmt === undefined) return []
  const found = statefulList(ctx, enter(ctx, held, 'stmt'))
  ctx.path.pop()
  return found
}

/** Likewise with a map and its data. */
export function mapStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, mapProperties)
  const op = word(ctx, held, 'op', dynsetOperations)
  const map = reference(ctx, held, 'map')
  if ((map.flags & MAP) === 0 || !map.data) fail(ctx, 'is not a map')
  const { key, timeout, expressions } = entry(ctx, held, 'elem', map.key)
  const data = entry(ctx, held, 'data', map.data)
  if (data.timeout !== undefined) fail(ctx, 'must not have a timeout')
  expressions.push(...statements(ctx, held))
  map.flags |= EVAL
  const out = openOutput()
  const sregKey = kept(ctx, out, key)
  const sregData = kept(ctx, out, data.key)
  const dynset: DynsetExpression = { name: 'dynset', op, sregKey, sregData, ...named(map) }
  finish(dynset, timeout, expressions)
  out.expressions.push(dynset)
  push(ctx, out.expressions)
}

/** A set of the rule's own whose elements carry a statement each. */
export function meterStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, meterProperties)
  const name = text(ctx, held, 'name')
  const size = optionalInteger(ctx, held, 'size', 0xffffffff)
  const { key, timeout } = entry(ctx, held, 'key', undefined)
  const [kind, statement] = sole(ctx, enter(ctx, held, 'stmt'), 'statement')
  const carried = stateful(ctx, kind, statement)
  ctx.path.splice(-2)
  const set = declareMeter(ctx, name, key, timeout === undefined ? 0 : TIMEOUT, size)
  const out = openOutput()
  const sregKey = source(ctx, out, key)
  const dynset: DynsetExpression = { name: 'dynset', op: timeout === undefined ? ADD : UPDATE, sregKey, ...named(set) }
  finish(dynset, timeout, [carried])
  out.expressions.push(dynset)
  push(ctx, out.expressions)
}
