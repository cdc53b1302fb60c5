import { describeValue } from '../../errors.ts'
import { BIG } from '../datatype/byteorder.ts'
import { integer as integerType, verdict as verdictType } from '../datatype/table.ts'
import { verdicts } from '../selector/verdict.ts'
import { canTransfer, inOrder, transferable, transferred, widen } from './arithmetic.ts'
import { ordered } from './constant.ts'
import { type Expected, expectLike, expectSide, type RuleContext } from './context.ts'
import { element, literal } from './element.ts'
import { checkedIntervals } from './interval.ts'
import {
  type Element,
  isConstant,
  isSingle,
  type LiteralNode,
  type MapNode,
  type Node,
  type SetNode,
  setNode,
} from './node.ts'
import { fail } from './path.ts'
import { array, checkKept, isObject, sole } from './read.ts'
import {
  ANONYMOUS,
  CONCAT,
  CONSTANT,
  EVAL,
  INTERVAL,
  isInterval,
  MAP,
  OBJECT,
  type SetInfo,
  type SetSide,
} from './set.ts'
import { typeofRecord, verdictRecord } from './typeof.ts'
import { verdict } from './verdict.ts'

/** NFT_OBJ_MAXNAMELEN */
const MAX_OBJECT_NAME = 256

/** The key of a set that is made like an expression. */
export function sideOf(node: Node): SetSide {
  const { datatype, length, byteorder } = node
  if (node.kind !== 'concat') return { datatype, length, byteorder }
  const parts = node.parts.map((part) => ({ datatype: part.datatype, length: part.length, byteorder: part.byteorder }))
  return { datatype, length, byteorder, parts }
}

/** The key of a map is of the field's type: bits of whole bytes come only when the elements are moved to their place. */
function keySide(ctx: RuleContext, key: Node): SetSide {
  if (key.kind === 'concat') return sideOf(key)
  const { datatype, length, byteorder } = ctx.expected
  return { datatype, length, byteorder }
}

function anonymous(ctx: RuleContext, name: string, key: Node, elements: Element[], flags: number): SetInfo {
  const set: SetInfo = {
    family: ctx.family,
    table: ctx.table,
    name,
    id: ctx.around.nextId(),
    flags: ANONYMOUS | CONSTANT | flags,
    key: sideOf(key),
    autoMerge: false,
    elements,
  }
  if ((flags & CONCAT) !== 0 && key.kind === 'concat') set.fields = key.sizes
  // Of the key of a map nft keeps no more than its type, unless it is a concatenation.
  const told = (flags & (MAP | OBJECT)) === 0 || key.kind === 'concat'
  // Of the parts that intervals turn round nothing is kept, nor of those behind them.
  const record = told ? typeofRecord((flags & CONCAT) !== 0 ? inOrder(ctx, key, BIG) : key) : undefined
  if (record) set.keyTypeof = record
  ctx.sets.push(set)
  return set
}

/** Declares an anonymous set for the constants that `left` is compared with. */
export function declare(ctx: RuleContext, left: Node, right: LiteralNode): SetNode {
  if (right.elements.length === 0) return fail(ctx, 'must not be an empty set')
  const set = anonymous(ctx, '__set%d', left, right.elements, right.flags)
  set.autoMerge = isInterval(set)
  if (isInterval(set) && (set.flags & CONCAT) === 0) set.elements = checkedIntervals(ctx, set)
  return setNode(set)
}

/** A map of its own: keys of the type of `key`, data of the type wanted, or objects of a kind. */
export function declareMap(
  ctx: RuleContext,
  key: Node,
  json: unknown,
  wanted: Expected | undefined,
  objectType?: number,
): MapNode {
  const name = objectType === undefined ? '__map%d' : '__objmap%d'
  const set = anonymous(ctx, name, key, [], objectType === undefined ? MAP : OBJECT)
  set.key = keySide(ctx, key)
  if (set.key.datatype.id !== key.datatype.id) {
    fail(ctx, `datatype mismatch: expected ${set.key.datatype.description}, got ${key.datatype.description}`)
  }
  if (objectType !== undefined) set.objectType = objectType
  if (wanted) set.data = dataSide(ctx, wanted)
  if (wanted?.datatype.id === verdictType.id) set.dataTypeof = verdictRecord
  const inner = isObject(json) ? json.set : undefined
  if (inner === undefined) return fail(ctx, "must be { set: [[key, data], ...] } or the name of a map, '@name'")
  ctx.path.push('set')
  const literal = mappings(ctx, set, array(ctx, inner))
  ctx.path.pop()
  if (literal.elements.length === 0) fail(ctx, 'must not be an empty map')
  set.elements = literal.elements
  set.flags |= literal.flags
  if ((set.flags & CONCAT) !== 0 && key.kind === 'concat') set.fields = key.sizes
  return moved(ctx, key, set)
}

/** A plain integer has the byte order of whoever asked for it. */
function dataSide(ctx: RuleContext, wanted: Expected): SetSide {
  const { datatype, length, byteorder, parts } = wanted
  if (datatype.base === 'none' && datatype.id !== verdictType.id && !parts) fail(ctx, 'cannot infer the data type')
  const plain = datatype.id === integerType.id
  return { datatype, length, byteorder: plain ? byteorder : datatype.byteorder, ...(parts && { parts }) }
}

/** The elements of a map, each a pair of key and data. */
export function mappings(ctx: RuleContext, set: SetInfo, pairs: readonly unknown[]): LiteralNode {
  const { datatype, length, byteorder } = set.key
  const node: LiteralNode = { kind: 'literal', elements: [], flags: 0, datatype, length, byteorder }
  for (let i = 0; i < pairs.length; i++) {
    ctx.path.push(i)
    mapping(ctx, set, pairs[i], node)
    ctx.path.pop()
  }
  return node
}

function mapping(ctx: RuleContext, set: SetInfo, json: unknown, into: LiteralNode): void {
  if (!Array.isArray(json) || json.length !== 2) fail(ctx, `must be a pair [key, data], not ${describeValue(json)}`)
  const pair = json as readonly unknown[]
  const keys = keysOf(ctx, set, pair[0])
  ctx.path.push(1)
  const data = dataOf(ctx, set, pair[1])
  ctx.path.pop()
  for (const key of keys) {
    into.elements.push({ ...key, ...data })
    if (!isSingle(key.key)) into.flags |= key.key.kind === 'concat' ? INTERVAL | CONCAT : INTERVAL
  }
}

function keysOf(ctx: RuleContext, set: SetInfo, json: unknown): Element[] {
  ctx.path.push(0)
  expectSide(ctx, set.key)
  const inner = isObject(json) ? json.set : undefined
  const keys = inner === undefined ? [element(ctx, json)] : literal(ctx, inner).elements
  ctx.path.pop()
  return keys
}

function dataOf(ctx: RuleContext, set: SetInfo, json: unknown): Pick<Element, 'data' | 'object'> {
  if (set.objectType !== undefined) return { object: objectName(ctx, json) }
  const side = set.data
  if (!side) return fail(ctx, 'must not have data: the set is not a map')
  if (side.datatype.id === verdictType.id) return { data: verdictData(ctx, json) }
  expectSide(ctx, side)
  const data = ordered(ctx, ctx.expression(ctx, json, 'right'))
  if (!isConstant(data) || data.kind === 'verdict' || data.kind === 'any') return fail(ctx, 'must be a constant')
  if (!isSingle(data)) widenData(ctx, set, side)
  return { data }
}

/** Data of an anonymous map may be ranges; those of a named one if it was declared so. */
function widenData(ctx: RuleContext, set: SetInfo, side: SetSide): void {
  if (side.interval) return
  if ((set.flags & ANONYMOUS) === 0) {
    fail(ctx, 'must be a single value')
    return
  }
  side.interval = true
  side.length *= 2
}

function objectName(ctx: RuleContext, json: unknown): string {
  if (typeof json !== 'string' || json === '') return fail(ctx, 'must be the name of an object')
  checkKept(ctx, json)
  if (Buffer.byteLength(json) >= MAX_OBJECT_NAME)
    return fail(ctx, `must be at most ${MAX_OBJECT_NAME - 1} bytes long`, 'range')
  return json
}

function verdictData(ctx: RuleContext, json: unknown): Node {
  const [kind, held] = sole(ctx, json, 'verdict')
  if (!Object.hasOwn(verdicts, kind)) return fail(ctx, 'must be a verdict')
  const node = verdict(ctx, kind, held)
  ctx.path.pop()
  return node
}

/** Keys of intervals are compared in network order. */
export function mapNode(ctx: RuleContext, key: Node, set: SetInfo): MapNode {
  const side = set.data ?? set.key
  const { datatype, length, byteorder } = side
  const input = isInterval(set) ? inOrder(ctx, key, BIG) : key
  return { kind: 'map', key: input, set, datatype, length, byteorder }
}

/** An operation on the key of an anonymous map that the elements can take over. */
function moved(ctx: RuleContext, key: Node, set: SetInfo): MapNode {
  expectLike(ctx, set.key)
  if (isInterval(set) && (set.flags & CONCAT) === 0) set.elements = checkedIntervals(ctx, set)
  const transfer = transferable(key)
  if (!transfer || !set.elements.every(({ key: constant }) => canTransfer(ctx, transfer, constant))) {
    return mapNode(ctx, key, set)
  }
  set.elements = moveElements(ctx, transfer, set.elements)
  set.key.length = ctx.expected.length
  return mapNode(ctx, transfer.left, set)
}

export function moveElements(
  ctx: RuleContext,
  transfer: NonNullable<ReturnType<typeof transferable>>,
  elements: Element[],
): Element[] {
  for (const { key } of elements) widen(ctx, transfer, key.length)
  return elements.map((entry) => ({ ...entry, key: transferred(ctx, transfer, entry.key) }))
}

/** A set that the packet path fills: the elements of a meter. */
export function declareMeter(
  ctx: RuleContext,
  name: string,
  key: Node,
  flags: number,
  size: number | undefined,
): SetInfo {
  const set = anonymous(ctx, name, key, [], flags)
  set.flags = ANONYMOUS | EVAL | flags
  delete set.keyTypeof
  if (size !== undefined && size > 0) set.size = size
  return set
}
