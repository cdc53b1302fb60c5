import { describeValue } from '../../../errors.ts'
import type { Expression, PayloadExpression } from '../../bytecode.ts'
import { BIG, bitmask } from '../../datatype/byteorder.ts'
import { bigInteger } from '../../datatype/table.ts'
import { OP_SCTP_CHUNK, PRESENT } from '../../protocol/extension.ts'
import { fieldOf, INNER, NETWORK } from '../../protocol/protocol.ts'
import { CT_HELPER, CT_SECMARK } from '../../selector/ct.ts'
import { inOrder } from '../arithmetic.ts'
import { place } from '../bits.ts'
import { expectLike, type RuleContext } from '../context.ts'
import { require } from '../dependency.ts'
import { evaluateExtension, readExtension } from '../exthdr.ts'
import { openOutput } from '../linearize.ts'
import { isConstant, type Node, type PayloadNode } from '../node.ts'
import { fail } from '../path.ts'
import { readPayload } from '../payload.ts'
import { enter, type Json, object, only, sole } from '../read.ts'
import { metaKey, readCt } from '../selector.ts'
import { objectStatement, push } from './object.ts'
import { argument, source } from './value.ts'

const mangleProperties = new Set(['key', 'value'])
const tcpOptionKinds = new Set(['tcp option', 'ip option', 'sctp chunk'])

/** Writes into the packet, its metadata or its connection. */
export function mangleStatement(ctx: RuleContext, json: unknown): void {
  const held = object(ctx, json)
  only(ctx, held, mangleProperties)
  const [kind, key] = sole(ctx, enter(ctx, held, 'key'), 'expression')
  if (kind === 'payload') manglePayload(ctx, held, key)
  else if (kind === 'meta') mangleMeta(ctx, held, key)
  else if (kind === 'ct') mangleCt(ctx, held, key)
  else if (tcpOptionKinds.has(kind)) mangleOption(ctx, held, kind, key)
  else fail(ctx, `is not writable: ${describeValue(kind)}`)
}

/** Leaves the key on the path and enters the value. */
function toValue(ctx: RuleContext, held: Json): unknown {
  ctx.path.pop()
  ctx.path.pop()
  return enter(ctx, held, 'value')
}

function mangleMeta(ctx: RuleContext, held: Json, key: unknown): void {
  const row = metaKey(ctx, key)
  const node = argument(ctx, toValue(ctx, held), row.datatype, row.length, row.byteorder)
  ctx.path.pop()
  const out = openOutput()
  const sreg = source(ctx, out, node)
  out.expressions.push({ name: 'meta', key: row.key, sreg })
  push(ctx, out.expressions)
}

function mangleCt(ctx: RuleContext, held: Json, key: unknown): void {
  const { row, dir } = readCt(ctx, key)
  const value = toValue(ctx, held)
  if (row.key === CT_HELPER) objectStatement(ctx, 'ct helper', value)
  else {
    const node = argument(ctx, value, row.datatype, row.length, row.byteorder)
    if (row.key === CT_SECMARK && isConstant(node)) fail(ctx, 'must not be constant')
    const out = openOutput()
    const sreg = source(ctx, out, node)
    out.expressions.push({ name: 'ct', key: row.key, sreg, ...(dir !== undefined && { dir }) })
    push(ctx, out.expressions)
  }
  ctx.path.pop()
}

function mangleOption(ctx: RuleContext, held: Json, kind: string, key: unknown): void {
  const target = readExtension(ctx, kind, key)
  if (target.flags === PRESENT) fail(ctx, 'is not writable without a field')
  if (target.op === OP_SCTP_CHUNK) fail(ctx, 'is not writable: the kernel only writes TCP options')
  if (evaluateExtension(ctx, target).kind === 'binary')
    fail(ctx, 'is not writable: the field does not consist of whole bytes')
  const node = argument(ctx, toValue(ctx, held), target.datatype, target.length, BIG)
  ctx.path.pop()
  const out = openOutput()
  const sreg = source(ctx, out, node)
  const { type, op, offset, length } = target
  out.expressions.push({ name: 'exthdr', sreg, type, offset: offset / 8, len: length / 8, op })
  push(ctx, out.expressions)
}

function manglePayload(ctx: RuleContext, held: Json, key: unknown): void {
  const target = readPayload(ctx, key)
  require(ctx, target)
  const value = toValue(ctx, held)
  expectLike(ctx, target)
  const written = argument(ctx, value, target.datatype, target.length, target.byteorder)
  const node = isConstant(written) ? written : inOrder(ctx, written, target.byteorder)
  const out = openOutput()
  const bytes = wholeBytes(target)
  const sreg = source(ctx, out, bytes ? blended(ctx, target, node, bytes) : node)
  out.expressions.push(writing(target, sreg, bytes))
  ctx.path.pop()
  push(ctx, out.expressions)
}

interface Window {
  /** Bits. */
  offset: number
  /** Bits. */
  length: number
  shift: number
}

/** Whether the kernel mends a checksum over what is written: it does so in steps of two bytes. */
function hasChecksum(target: PayloadNode): boolean {
  return target.base === INNER || target.protocol?.checksum !== undefined
}

/** The bytes around a field that is no whole bytes, or no even number of them where a checksum is mended. */
function wholeBytes(target: PayloadNode): Window | undefined {
  const bits = target.offset % 8 !== 0 || target.length % 8 !== 0
  const checksum = hasChecksum(target)
  if (!bits && (!checksum || (target.length / 8) % 2 === 0)) return undefined
  const { shift, extra } = place(target.length, target.offset)
  let offset = Math.floor(target.offset / 8)
  let size = Math.ceil((target.length + extra) / 8)
  let move = shift
  if (checksum && size % 2 === 1) {
    size++
    if (offset % 2 === 1) offset--
    else move += 8
  }
  return { offset: offset * 8, length: size * 8, shift: move }
}

/** The old bytes with the new value in its place. */
function blended(ctx: RuleContext, target: PayloadNode, node: Node, bytes: Window): Node {
  if (node.kind !== 'value') return fail(ctx, 'must be constant: the field does not consist of whole bytes')
  const type = { datatype: bigInteger, length: bytes.length, byteorder: BIG } as const
  const old: PayloadNode = {
    kind: 'payload',
    base: target.base,
    offset: bytes.offset,
    protocol: undefined,
    field: undefined,
    ...type,
  }
  const mask = bitmask(bytes.length) ^ (bitmask(target.length) << BigInt(bytes.shift))
  const cleared: Node = { kind: 'binary', operator: '&', left: old, right: mask, ...type }
  return { kind: 'binary', operator: '^', left: cleared, right: node.value << BigInt(bytes.shift), ...type }
}

/** NFT_PAYLOAD_L4CSUM_PSEUDOHDR */
const PSEUDO_HEADER = 1

function writing(target: PayloadNode, sreg: number, bytes: Window | undefined): Expression {
  const { base, protocol, field } = target
  const { offset, length } = bytes ?? target
  const found: PayloadExpression = { name: 'payload', sreg, base: base - 1, offset: offset / 8, len: length / 8 }
  const checksum = protocol?.checksum
  const covered = checksum && fieldOf(protocol, checksum.field)
  if (checksum && covered) {
    found.csumType = checksum.type
    found.csumOffset = covered.offset / 8
  }
  const pseudo = base === NETWORK && field !== undefined && protocol?.pseudoHeader?.includes(field.token)
  if (pseudo || base === INNER) found.flags = PSEUDO_HEADER
  return found
}
