import type { Datatype } from '../datatype/datatype.ts'
import { hostInteger } from '../datatype/table.ts'
import type { MatchOperator } from '../json.ts'
import { TRANSPORT } from '../protocol/protocol.ts'
import { icmp, icmpv6 } from '../protocol/transport.ts'
import { isPrefixMask, movedUp, ones, runLength } from './bits.ts'
import { announcedBase, followCt, followMeta, followPayload } from './context.ts'
import { dropImplied, dropImpliedBySelector, rememberDependency } from './dependency.ts'
import {
  type Binary,
  binary,
  type Constant,
  type Match,
  type Node,
  type Option,
  type Payload,
  type Selector,
  type SetNode,
  type Source,
  setType,
  shortened,
  untyped,
} from './node.ts'
import { trimOption } from './option.ts'
import { completePayload, expandPayload, samePayload, trimPayload } from './payload.ts'
import { settle } from './settle.ts'
import type { Work } from './statement.ts'

/** Adds a comparison to the rule, as one match or as those that it was merged from. */
export function addMatch(work: Work, op: MatchOperator, left: Node, right: Node): void {
  const { context } = work
  if (left.kind === 'payload' && right.kind === 'constant' && (op === '==' || op === '!=')) {
    addExpanded(work, op, left, right)
    return
  }
  const match: Match = { kind: 'match', op, left, right, removed: false }
  work.items.push(match)
  if (left.kind === 'payload') settlePayloadMatch(work, match, left)
  else settleMatch(work, match)
  mergeRange(work, match)
  context.dependencies.previous = match
}

/** One comparison of adjacent bytes is one of each field in them. */
function addExpanded(work: Work, op: '==' | '!=', payload: Payload, value: Constant): void {
  const { context } = work
  let base: number = payload.base
  let left = value.bits
  for (const part of expandPayload(context, payload)) {
    left -= part.bits
    const right = fieldValue(part, (value.value >> BigInt(left)) & ones(part.bits))
    const match: Match = { kind: 'match', op, left: part, right, removed: false }
    work.items.push(match)
    const announced = right.kind === 'constant' && op === '==' && part.announces
    if (announced) followPayload(context, part, right.value)
    if (announced && announcesSameLayer(work, base, right.value)) base--
    dropImplied(context, part)
    if (op === '==' && part.announces) rememberDependency(context, match, base)
  }
  context.dependencies.previous = undefined
}

/** Fewer bits than the field has are a prefix of it. */
function fieldValue(payload: Payload, value: bigint): Node & { kind: 'constant' | 'prefix' } {
  const length = payload.field?.length ?? payload.bits
  const whole: Constant = { kind: 'constant', value, type: payload.type, order: payload.order, bits: payload.bits }
  if (payload.bits >= length) return whole
  whole.value = movedUp(value, length - payload.bits)
  whole.bits = length
  return { kind: 'prefix', of: whole, length: payload.bits, ...untyped(length) }
}

function announcesSameLayer(work: Work, base: number, value: bigint): boolean {
  const upper = work.context.layers[base]?.uppers.find(([number]) => BigInt(number) === value)?.[1]
  return upper !== undefined && upper.base === base
}

function settlePayloadMatch(work: Work, match: Match, payload: Payload): void {
  const { context } = work
  if (match.right.kind === 'set') followMessageOf(work, payload, match.right)
  completePayload(context, payload)
  setType(match.right, payload.type, payload.order)
  dropImplied(context, payload)
  match.right = settleRight(work, match.right)
}

/** Right sides that are no sets are read like the left one. */
function settleRight(work: Work, right: Node): Node {
  return right.kind === 'set' ? right : settle(work.context, right)
}

/** `icmp type { ... }`: the first element says which message it is, for the fields behind it. */
function followMessageOf(work: Work, payload: Payload, { set }: SetNode): void {
  const { context } = work
  const protocol = context.layers[payload.base]
  const first = set.anonymous && set.elements && set.elements.count > 0 ? set.elements.keys[0] : undefined
  if (first === undefined || payload.base !== TRANSPORT || payload.bits !== 8 || payload.offset !== 0) return
  if (context.message === 0 && set.elements?.keyLen === 1 && (protocol === icmp || protocol === icmpv6))
    context.message = first
}

function settleMatch(work: Work, match: Match): void {
  const { context } = work
  match.left = settle(context, match.left)
  match.right = lengthened(match.left, match.right)
  if (match.right.kind === 'set') match.right.sought = match.left
  setType(match.right, comparedType(match.left, match.right), match.left.order)
  if (match.right.kind === 'concat' && match.left.kind === 'concat' && match.left.types)
    match.right.types = match.left.types
  match.right = settleRight(work, match.right)
  if (match.left.kind === 'meta' || match.left.kind === 'ct') settleSelectorMatch(work, match, match.left)
  else if (match.left.kind === 'binary') settleMasked(work, match, match.left)
}

/** nft does not find the words of numbers that were turned round to be compared by size. */
function comparedType(left: Node, right: Node): Datatype {
  const turned = left.kind === 'swap' && left.type.size > 8 && (right.kind === 'constant' || right.kind === 'range')
  return turned && left.type.symbols ? hostInteger : left.type
}

/** An address of a connection has its length from the context: only then a shorter value is known to be a prefix. */
function lengthened(left: Node, right: Node): Node {
  const known = left.kind === 'ct' && left.key.length === 0 && right.kind === 'constant' && right.bits < left.bits
  return known ? shortened(right, left.bits) : right
}

function settleSelectorMatch({ context }: Work, match: Match, left: Selector): void {
  const { right } = match
  if (match.op !== '==' || right.kind !== 'constant') return
  const base = announcedBase(left)
  const number = Number(right.value)
  if (base !== undefined && left.kind === 'meta') followMeta(context, left.key.key, number)
  if (base !== undefined && left.kind === 'ct') followCt(context, base, number)
  const layer = base ?? layerOf(left)
  if (layer === undefined || layer >= TRANSPORT) return
  dropImpliedBySelector(context, layer, left, right)
  if (base !== undefined) rememberDependency(context, match, layer)
}

/** The layer of the addresses of a connection. */
function layerOf(left: Selector): number | undefined {
  return left.kind === 'ct' && (left.key.name === 'saddr' || left.key.name === 'daddr') ? 2 : undefined
}

/** `left & mask` compared: flags, a prefix, or a field that the mask cuts out. */
function settleMasked(work: Work, match: Match, left: Binary): void {
  const { right } = match
  if (left.op === '&' && (match.op === '==' || match.op === '!=') && isFlags(right)) settleFlags(match, left)
  else if (left.op === '&' && isPrefix(left, right)) {
    const mask = left.right as Constant
    match.right = { kind: 'prefix', of: right, length: runLength(mask.value), ...untyped(right.bits) }
    match.left = left.left
  } else if (left.op === '&' && left.right.kind === 'constant') cutField(work, match, left, left.right)
  else if (left.op === '>>' && left.left.kind === 'binary' && left.left.op === '&') cutShifted(work, match, left)
}

function isFlags(right: Node): boolean {
  if (right.type.base !== 'bitmask' || right.type.name === 'bitmask') return false
  return right.kind === 'constant' || right.kind === 'binary'
}

/** `in` where any of the bits counts, `!` where none may be set, else the bits that are looked at and their state. */
function settleFlags(match: Match, left: Binary): void {
  const { right } = match
  if (right.kind === 'constant' && right.value === 0n) {
    match.op = match.op === '!=' ? 'in' : '!'
    match.left = left.left
    match.right = flagList(left.right)
    return
  }
  if (right.kind === 'constant' && left.right.kind === 'constant' && right.value === left.right.value) return
  match.left = binary('&', left.left, flagList(left.right))
  match.right = flagList(right)
}

/** Flags joined by or, as a list. */
export function flagList(node: Node): Node {
  const items: Node[] = []
  const gather = (from: Node): void => {
    if (from.kind !== 'binary' || from.op !== '|') items.push(from)
    else {
      gather(from.left)
      gather(from.right)
    }
  }
  gather(node)
  return items.length === 1 ? (items[0] as Node) : { kind: 'list', items, ...untyped(0) }
}

function isPrefix(left: Binary, right: Node): boolean {
  if (!left.left.type.prefix || right.kind !== 'constant' || left.right.kind !== 'constant') return false
  return isPrefixMask(left.right.value, left.right.bits)
}

function trim(work: Work, node: Node, mask: Constant): number | undefined {
  if (node.kind === 'payload') return trimPayload(work.context, node, mask)
  return node.kind === 'option' ? trimOption(node, mask) : undefined
}

function cutField(work: Work, match: Match, left: Binary, mask: Constant): void {
  const shift = trim(work, left.left, mask)
  if (shift === undefined) return
  const field = left.left as Payload | Option
  match.left = field
  shiftDown(match.right, shift, field.bits)
  if (field.kind === 'option') {
    setType(match.right, field.type, field.order)
    return
  }
  if (match.right.kind === 'constant' && (match.op === '==' || match.op === '!=')) {
    work.items.splice(work.items.indexOf(match), 1)
    addExpanded(work, match.op, field, match.right)
  } else settlePayloadMatch(work, match, field)
}

/** Moves values down to the bits of the field. */
function shiftDown(node: Node, shift: number, bits: number): void {
  if (node.kind === 'set') node.shift += shift
  else if (node.kind === 'range') {
    shiftDown(node.from, shift, bits)
    shiftDown(node.to, shift, bits)
  } else if (node.kind === 'constant') {
    node.value >>= BigInt(shift)
    node.bits = bits
  }
}

/** A field that was masked and shifted down for a lookup in a named set. */
function cutShifted(work: Work, match: Match, left: Binary): void {
  const masked = left.left as Binary
  if (masked.right.kind !== 'constant' || left.right.kind !== 'constant') return
  const shift = trim(work, masked.left, masked.right)
  if (shift === undefined) return
  left.left = settle(work.context, masked.left)
  left.right.value -= BigInt(shift)
  if (left.right.value === 0n) match.left = left.left
}

/** `>= a` and `<= b` of the same are one range, `< a` and `> b` all but one. */
function mergeRange({ context, items }: Work, match: Match): void {
  const { previous } = context.dependencies
  if (!previous || previous.removed || items.at(-1) !== match || !sameSource(previous.left, match.left)) return
  const inside = previous.op === '>=' && match.op === '<='
  if (!inside && !(previous.op === '<' && match.op === '>')) return
  previous.removed = true
  match.right = { kind: 'range', from: previous.right, to: match.right, ...untyped(match.right.bits) }
  match.op = inside ? '==' : '!='
}

function sameSource(a: Node, b: Node): boolean {
  const left = a.kind === 'swap' ? a.of : a
  const right = b.kind === 'swap' ? b.of : b
  if (left.kind === 'payload' && right.kind === 'payload') return samePayload(left, right)
  if (left.kind === 'option' && right.kind === 'option')
    return left.extension === right.extension && left.field === right.field && left.offset === right.offset
  if ((left.kind === 'meta' || left.kind === 'ct') && left.kind === right.kind)
    return left.key === right.key && left.direction === right.direction
  if (left.kind === 'binary' && right.kind === 'binary')
    return left.op === right.op && sameSource(left.left, right.left) && sameSource(left.right, right.right)
  if (left.kind === 'constant' && right.kind === 'constant') return left.value === right.value
  if (left.kind === 'concat' && right.kind === 'concat')
    return left.parts.every((part, index) => right.parts[index] !== undefined && sameSource(part, right.parts[index]))
  return left.kind === 'source' && right.kind === 'source' && sameHash(left, right)
}

function sameHash(a: Source, b: Source): boolean {
  if (a.hashed && (!b.hashed || !sameSource(a.hashed, b.hashed))) return false
  return JSON.stringify(a.json) === JSON.stringify(b.json)
}
