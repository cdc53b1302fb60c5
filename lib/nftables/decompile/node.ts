import { type Byteorder, HOST, UNORDERED } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import { invalid } from '../datatype/table.ts'
import type { Expr, MatchOperator } from '../json.ts'
import type { Extension } from '../protocol/extension.ts'
import type { Field } from '../protocol/field.ts'
import type { Base, Protocol } from '../protocol/protocol.ts'
import type { Key } from '../selector/meta.ts'
import { movedUp } from './bits.ts'
import type { KnownSet } from './known.ts'

/** What every node of an expression has: how its value is to be read. */
interface Typed {
  type: Datatype
  order: Byteorder
  bits: number
}

/** Bytes of a register. `value` is their number in network order, until {@link settleConstant} reads it in its own order. */
export interface Constant extends Typed {
  kind: 'constant'
  value: bigint
}

/** Bits of the packet; `field` once it is known which they are. */
export interface Payload extends Typed {
  kind: 'payload'
  base: Base
  /** Bits from the beginning of the layer. */
  offset: number
  protocol: Protocol | undefined
  field: Field | undefined
  /** It says what follows. */
  announces: boolean
}

/** Bits of a header that has to be searched. */
export interface Option extends Typed {
  kind: 'option'
  op: number
  number: number
  offset: number
  presence: boolean
  extension?: Extension
  field?: Field
}

/** What a key of meta or ct loads. */
export interface Selector extends Typed {
  kind: 'meta' | 'ct'
  key: Key
  direction: number | undefined
}

/** What needs no context: its JSON is known at once, but for the expression that a hash is made of. */
export interface Source extends Typed {
  kind: 'source'
  json: Expr
  hashed?: Node
}

export type Operator = '&' | '|' | '^' | '<<' | '>>'

export interface Binary extends Typed {
  kind: 'binary'
  op: Operator
  left: Node
  right: Node
}

/** A change of byte order, which nothing shows. */
export interface Swap extends Typed {
  kind: 'swap'
  of: Node
}

/** A named or anonymous set. `shift` moves the elements of an anonymous one down to the bits that are meant. */
export interface SetNode extends Typed {
  kind: 'set'
  set: KnownSet
  shift: number
  /** What is looked up in it: it says how long the parts of an anonymous set are where their types do not. */
  sought?: Node
}

export interface MapNode extends Typed {
  kind: 'map'
  key: Node
  data: SetNode
}

export interface Concat extends Typed {
  kind: 'concat'
  parts: Node[]
  types?: readonly Datatype[]
}

export interface Range extends Typed {
  kind: 'range'
  from: Node
  to: Node
}

export interface Prefix extends Typed {
  kind: 'prefix'
  of: Node
  length: number
}

export interface List extends Typed {
  kind: 'list'
  items: Node[]
}

/** A word, already as JSON has it. */
export interface Word extends Typed {
  kind: 'word'
  json: Expr
}

export type Node =
  | Constant
  | Payload
  | Option
  | Selector
  | Source
  | Binary
  | Swap
  | SetNode
  | MapNode
  | Concat
  | Range
  | Prefix
  | List
  | Word

/** What is not typed yet. */
export function untyped(bits: number): Typed {
  return { type: invalid, order: UNORDERED, bits }
}

/** The number of bytes in network order. */
export function numberOf(bytes: Uint8Array): bigint {
  const length = bytes.length
  let value = 0n
  for (let at = 0; at < length; ) {
    const size = Math.min(4, length - at)
    let word = 0
    for (const end = at + size; at < end; at++) word = word * 256 + (bytes[at] as number)
    value = length <= 4 ? BigInt(word) : (value << BigInt(size * 8)) | BigInt(word)
  }
  return value
}

/** `value` with the order of its bytes reversed. */
export function reversed(value: bigint, bits: number): bigint {
  const bytes = Math.ceil(bits / 8)
  if (bytes <= 1) return value
  let from = value
  let result = 0n
  for (let i = 0; i < bytes; i++) {
    result = (result << 8n) | (from & 0xffn)
    from >>= 8n
  }
  return result
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** Whether bytes of this order lie the other way round than in network order. */
export function isReversed(order: Byteorder): boolean {
  return order === HOST && littleEndian
}

export function constant(bytes: Uint8Array): Constant {
  return { kind: 'constant', value: numberOf(bytes), type: invalid, order: UNORDERED, bits: bytes.length * 8 }
}

export function binary(op: Operator, left: Node, right: Node): Binary {
  return { kind: 'binary', op, left, right, type: left.type, order: left.order, bits: left.bits }
}

export function word(json: Expr): Word {
  return { kind: 'word', json, ...untyped(0) }
}

/** Says how the value of a node is to be read; what is made of parts hands it on to them. */
export function setType(node: Node, type: Datatype, order: Byteorder): void {
  if (node.kind === 'prefix') setType(node.of, type, order)
  else if (node.kind === 'range') {
    setType(node.from, type, order)
    setType(node.to, type, order)
  } else {
    node.type = type
    node.order = order
  }
}

/** A copy that can be settled without touching the register it came from. */
export function clone(node: Node): Node {
  switch (node.kind) {
    case 'binary':
      return { ...node, left: clone(node.left), right: clone(node.right) }
    case 'swap':
      return { ...node, of: clone(node.of) }
    case 'map':
      return { ...node, key: clone(node.key), data: { ...node.data } }
    case 'concat':
      return { ...node, parts: node.parts.map(clone) }
    case 'source':
      return node.hashed ? { ...node, hashed: clone(node.hashed) } : { ...node }
    case 'range':
      return { ...node, from: clone(node.from), to: clone(node.to) }
    case 'prefix':
      return { ...node, of: clone(node.of) }
    case 'list':
      return { ...node, items: node.items.map(clone) }
    default:
      return { ...node }
  }
}

/** A value of fewer bits is the prefix of one. */
export function shortened(value: Constant, bits: number): Node {
  const length = value.bits
  const of: Constant = { ...value, value: movedUp(value.value, bits - length), bits }
  return { kind: 'prefix', of, length, ...untyped(bits) }
}

/** The order behind a change of byte order: none, for the number lies as it is compared. */
export function swappedOrder(order: Byteorder): Byteorder {
  return order === UNORDERED ? HOST : UNORDERED
}

/** A comparison; it is printed when the rule is complete, for a later one may remove it or make it a range. */
export interface Match {
  kind: 'match'
  op: MatchOperator
  left: Node
  right: Node
  removed: boolean
}
