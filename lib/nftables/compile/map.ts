import { expectNothing, type RuleContext } from './context.ts'
import { declareMap, mapNode } from './declare.ts'
import { isConstant, type MapNode, type Node } from './node.ts'
import { fail } from './path.ts'
import { enter, isObject, object, only } from './read.ts'
import { MAP, OBJECT } from './set.ts'

const mapProperties = new Set(['key', 'data'])

/** `{ map: { key, data } }`: the data are of the type that is expected here. */
export function map(ctx: RuleContext, json: unknown): MapNode {
  const wanted = ctx.expected
  const held = object(ctx, json)
  only(ctx, held, mapProperties)
  const key = mapKey(ctx, enter(ctx, held, 'key'))
  ctx.path.pop()
  const data = enter(ctx, held, 'data')
  const node = name(data) === undefined ? declareMap(ctx, key, data, wanted) : named(ctx, key, data, MAP)
  ctx.path.pop()
  return node
}

/** A map from keys to objects of a kind. */
export function objectMap(ctx: RuleContext, json: unknown, objectType: number): MapNode {
  const held = object(ctx, json)
  only(ctx, held, mapProperties)
  const key = mapKey(ctx, enter(ctx, held, 'key'))
  ctx.path.pop()
  const data = enter(ctx, held, 'data')
  const node =
    name(data) === undefined ? declareMap(ctx, key, data, undefined, objectType) : named(ctx, key, data, OBJECT)
  ctx.path.pop()
  return node
}

function mapKey(ctx: RuleContext, json: unknown): Node {
  expectNothing(ctx)
  const key = ctx.expression(ctx, json, 'left')
  return isConstant(key) ? fail(ctx, 'must not be constant') : key
}

function name(data: unknown): string | undefined {
  const inner = isObject(data) ? data.set : data
  return typeof inner === 'string' && inner.startsWith('@') ? inner.slice(1) : undefined
}

function named(ctx: RuleContext, key: Node, data: unknown, kind: number): MapNode {
  const set = ctx.around.findSet(ctx.family, ctx.table, name(data) ?? '')
  if ((set.flags & kind) === 0) fail(ctx, kind === MAP ? 'is not a map' : 'is not a map with objects')
  if (set.key.datatype.id !== key.datatype.id) {
    fail(ctx, `datatype mismatch: expected ${set.key.datatype.description}, got ${key.datatype.description}`)
  }
  return mapNode(ctx, key, set)
}
