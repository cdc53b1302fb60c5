import type { CtExpression, ExthdrExpression, MetaExpression, PayloadExpression } from '../bytecode.ts'
import type { Expr, Statement } from '../json.ts'
import type { Base } from '../protocol/protocol.ts'
import { ctNumbered, directions } from '../selector/ct.ts'
import { metaNumbered } from '../selector/meta.ts'
import { bytesOf, ones } from './bits.ts'
import { dropImplied } from './dependency.ts'
import { flagList } from './match.ts'
import { type Binary, type Constant, type Node, type Payload, setType } from './node.ts'
import { option } from './option.ts'
import { completePayload, isKnown, rawPayload, samePayload, trimPayload } from './payload.ts'
import { print } from './print.ts'
import { held } from './register.ts'
import { settle } from './settle.ts'
import type { Work } from './statement.ts'
import { wordOf } from './words.ts'

function mangle(key: Expr, value: Expr): Statement {
  return { mangle: { key, value } }
}

/** `meta key set value`. */
export function printMetaSet(work: Work, row: MetaExpression): Statement | undefined {
  const value = row.sreg === undefined ? undefined : held(work.registers, row.sreg)
  const key = metaNumbered(row.key)
  if (!value || !key) return undefined
  setType(value, key.datatype, key.byteorder)
  return mangle({ meta: { key: key.name } }, print(work.scope, settle(work.context, value)))
}

/** `ct key set value`; events are a list. */
export function printCtSet(work: Work, row: CtExpression): Statement | undefined {
  const value = row.sreg === undefined ? undefined : held(work.registers, row.sreg)
  const key = ctNumbered(row.key)
  if (!value || !key) return undefined
  setType(value, key.datatype, key.byteorder)
  const settled = settle(work.context, value)
  const dir = wordOf(directions, row.dir)
  const left = { ct: dir === undefined ? { key: key.name } : { key: key.name, dir } } as Expr
  return mangle(left, print(work.scope, key.name === 'event' ? flagList(settled) : settled))
}

/** An option of IPv4 or TCP, or an extension header, set to a value. */
export function printOptionSet(work: Work, row: ExthdrExpression): Statement | undefined {
  const value = row.sreg === undefined ? undefined : held(work.registers, row.sreg)
  const target = option(row)
  if (!value) return undefined
  setType(value, target.type, target.order)
  return mangle(print(work.scope, target), print(work.scope, value))
}

/** A field of the packet set to a value. */
export function printPayloadSet(work: Work, row: PayloadExpression): Statement | undefined {
  const { context, scope } = work
  let value = row.sreg === undefined ? undefined : held(work.registers, row.sreg)
  if (!value) return undefined
  let target = rawPayload((row.base + 1) as Base, row.offset * 8, bytesOf(row.len) * 8)
  target = settle(context, target) as Payload
  setType(value, target.type, target.order)
  if (!isKnown(target)) {
    const field = cutOut(work, target, value)
    if (field) {
      target = field.target
      value = field.value
      setType(value, target.type, target.order)
    }
  }
  return mangle(print(scope, target), print(scope, settle(context, value)))
}

/**
 * Part of the bytes is written as `(bytes & others) | value`: `value` alone is of the field, in its own bits. Where every
 * bit or none is to be set, only one half of that is there.
 */
function cutOut(work: Work, target: Payload, node: Node): { target: Payload; value: Node } | undefined {
  if (node.kind !== 'binary') return undefined
  const { left, right } = node
  if (right.kind !== 'constant') return undefined
  if (left.kind === 'binary') return cutReplaced(work, target, node, left, right)
  if (left.kind !== 'payload') return undefined
  const all = ones(left.bits)
  if (node.op === '|') return cutBits(work, left, right.value, right.value)
  return node.op === '&' ? cutBits(work, left, all ^ right.value, 0n) : undefined
}

function cutReplaced(
  work: Work,
  target: Payload,
  node: Binary,
  masked: Binary,
  value: Constant,
): { target: Payload; value: Node } | undefined {
  const { left, right: mask } = masked
  if (node.op !== '|' || masked.op !== '&' || mask.kind !== 'constant' || left.kind !== 'payload') return undefined
  if (!samePayload(target, left)) return undefined
  return cutBits(work, left, ones(left.bits) ^ mask.value ^ value.value, value.value)
}

/** `bits` are those that the statement is free to set. */
function cutBits(
  work: Work,
  payload: Payload,
  bits: bigint,
  value: bigint,
): { target: Payload; value: Node } | undefined {
  const mask: Constant = { kind: 'constant', value: bits, type: payload.type, order: payload.order, bits: payload.bits }
  const target = { ...payload }
  const shift = trimPayload(work.context, target, mask)
  if (shift === undefined) return undefined
  completePayload(work.context, target)
  if (!isKnown(target)) return undefined
  dropImplied(work.context, target)
  return { target, value: { ...mask, value: value >> BigInt(shift), bits: target.bits } }
}
