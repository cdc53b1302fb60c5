import type { BitwiseExpression, Expression } from '../bytecode.ts'
import { BIG, type Byteorder, bitmask, HOST, toBytes } from '../datatype/byteorder.ts'
import { orderOf } from './constant.ts'
import type {
  BinaryNode,
  ConcatNode,
  ExthdrNode,
  HashNode,
  LoadNode,
  MapNode,
  Node,
  PayloadNode,
  SwapNode,
  ValueNode,
} from './node.ts'
import type { SetInfo } from './set.ts'
import { metaExpression, payloadExpression } from './shared.ts'

/** Registers of four bytes, counted from 0; the 16-byte names are used where one begins there, as nft does. */
const WHOLE = 4

/** Expressions as they come, and the first register that is free. */
export interface Output {
  expressions: Expression[]
  free: number
}

export function openOutput(): Output {
  return { expressions: [], free: 0 }
}

/** NFT_REG_1 to NFT_REG_4 at multiples of four, else NFT_REG32_00 and on. */
export function registerNumber(slot: number): number {
  return slot % WHOLE === 0 ? 1 + slot / WHOLE : 8 + slot
}

function slots(bits: number): number {
  return Math.ceil(bits / 32)
}

/** Registers for what a node loads. */
export function take(out: Output, node?: Node): number {
  const slot = out.free
  out.free += node?.kind === 'concat' ? slots(node.length) : WHOLE
  return slot
}

export function release(out: Output, node?: Node): void {
  out.free -= node?.kind === 'concat' ? slots(node.length) : WHOLE
}

/** Loads a node into registers from `slot` on. */
export function load(out: Output, node: Node, slot: number): void {
  switch (node.kind) {
    case 'payload':
      loadPayload(out, node, slot)
      return
    case 'load':
      loadSelector(out, node, slot)
      return
    case 'value':
      out.expressions.push({ name: 'immediate', dreg: registerNumber(slot), data: valueBytes(node) })
      return
    case 'binary':
      loadBinary(out, node, slot)
      return
    case 'concat':
      loadConcat(out, node, slot)
      return
    default:
      loadRarer(out, node, slot)
  }
}

function loadRarer(out: Output, node: Node, slot: number): void {
  switch (node.kind) {
    case 'swap':
      loadSwap(out, node, slot)
      return
    case 'map':
      loadMap(out, node, slot)
      return
    case 'exthdr':
      loadExthdr(out, node, slot)
      return
    case 'hash':
      loadHash(out, node, slot)
      return
    default:
      throw new TypeError(`nothing loads a ${node.kind}`)
  }
}

function loadExthdr(out: Output, node: ExthdrNode, slot: number): void {
  const { op, type, flags } = node
  out.expressions.push({ name: 'exthdr', dreg: registerNumber(slot), ...place(node), op, type, flags })
}

function place(node: { offset: number; length: number }): { offset: number; len: number } {
  return { offset: Math.floor(node.offset / 8), len: Math.ceil(node.length / 8) }
}

function loadPayload(out: Output, node: PayloadNode, slot: number): void {
  const { base, offset, length } = node
  const bytes = Math.ceil(length / 8)
  out.expressions.push(payloadExpression(registerNumber(slot), base - 1, Math.floor(offset / 8), bytes))
}

function loadSelector(out: Output, { load: source }: LoadNode, slot: number): void {
  const dreg = registerNumber(slot)
  out.expressions.push(source.name === 'meta' ? metaExpression(dreg, source.key) : { ...source, dreg })
}

export function valueBytes(node: ValueNode): Uint8Array {
  return toBytes(node.value, Math.ceil(node.length / 8), orderOf(node))
}

function loadBinary(out: Output, node: BinaryNode, slot: number): void {
  if (node.operator === '<<' || node.operator === '>>') {
    loadShift(out, node, slot)
    return
  }
  let inner: Node = node
  const chain: BinaryNode[] = []
  while (inner.kind === 'binary' && inner.operator !== '<<' && inner.operator !== '>>') {
    chain.unshift(inner)
    inner = inner.left
  }
  load(out, inner, slot)
  const { mask, xor } = combine(chain, node.length)
  out.expressions.push(bitwise(slot, Math.ceil(node.length / 8), mask, xor, node.byteorder))
}

/** A row of operations on bits as one: (value & mask) ^ xor. */
function combine(chain: readonly BinaryNode[], length: number): { mask: bigint; xor: bigint } {
  const all = bitmask(length)
  let mask = all
  let xor = 0n
  for (const { operator, right } of chain) {
    const keep = operator === '&' ? right & all : operator === '|' ? ~right & all : all
    xor = (operator === '&' ? 0n : right) ^ (xor & keep)
    mask &= keep
  }
  return { mask, xor: xor & all }
}

export function bitwise(slot: number, len: number, mask: bigint, xor: bigint, byteorder: Byteorder): BitwiseExpression {
  const register = registerNumber(slot)
  return {
    name: 'bitwise',
    sreg: register,
    dreg: register,
    len,
    mask: toBytes(mask, len, byteorder),
    xor: toBytes(xor, len, byteorder),
  }
}

/** NFT_BITWISE_LSHIFT and NFT_BITWISE_RSHIFT */
function loadShift(out: Output, node: BinaryNode, slot: number): void {
  load(out, node.left, slot)
  const register = registerNumber(slot)
  const op = node.operator === '<<' ? 1 : 2
  const data = toBytes(node.right, 4, HOST)
  out.expressions.push({ name: 'bitwise', sreg: register, dreg: register, op, len: Math.ceil(node.length / 8), data })
}

/** NFT_BYTEORDER_NTOH and NFT_BYTEORDER_HTON */
function loadSwap(out: Output, node: SwapNode, slot: number): void {
  load(out, node.input, slot)
  const { length } = node.input
  const size = length % 64 === 0 ? 8 : length % 32 === 0 ? 4 : 2
  const register = registerNumber(slot)
  const op = node.byteorder === BIG ? 1 : 0
  out.expressions.push({
    name: 'byteorder',
    sreg: register,
    dreg: register,
    op,
    len: Math.floor(node.length / 8),
    size,
  })
}

function loadConcat(out: Output, node: ConcatNode, slot: number): void {
  let at = slot
  for (const part of node.parts) {
    load(out, part, at)
    at += slots(part.length)
  }
}

function loadHash(out: Output, node: HashNode, slot: number): void {
  const source = take(out, node.input)
  load(out, node.input, source)
  release(out, node.input)
  out.expressions.push({
    name: 'hash',
    sreg: registerNumber(source),
    dreg: registerNumber(slot),
    len: Math.ceil(node.input.length / 8),
    modulus: node.modulus,
    ...(node.seed !== undefined && { seed: node.seed }),
    offset: node.offset,
    type: 0,
  })
}

/** The key goes through the registers of the data. */
function loadMap(out: Output, node: MapNode, slot: number): void {
  load(out, node.key, slot)
  const register = registerNumber(slot)
  out.expressions.push({ name: 'lookup', sreg: register, dreg: register, ...named(node.set) })
}

/** A verdict map: the data go to the verdict register. */
export function verdictMap(out: Output, node: MapNode): void {
  const source = take(out, node.key)
  load(out, node.key, source)
  release(out, node.key)
  out.expressions.push({ name: 'lookup', sreg: registerNumber(source), dreg: 0, ...named(node.set) })
}

export function named(set: SetInfo): { set: string; setId?: number } {
  return set.id === undefined ? { set: set.name } : { set: set.name, setId: set.id }
}
