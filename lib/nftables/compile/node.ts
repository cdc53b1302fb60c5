import type { Expression } from '../bytecode.ts'
import type { Byteorder } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import type { Extension } from '../protocol/extension.ts'
import type { Field } from '../protocol/field.ts'
import type { Base, Protocol } from '../protocol/protocol.ts'

/** What every node knows of the value that it stands for. */
export interface Typed {
  datatype: Datatype
  /** Bits. */
  length: number
  byteorder: Byteorder
}

/** A constant. */
export interface ValueNode extends Typed {
  kind: 'value'
  value: bigint
}

/** All constants that begin with the same `prefix` bits. */
export interface PrefixNode extends Typed {
  kind: 'prefix'
  value: bigint
  prefix: number
}

export interface RangeNode extends Typed {
  kind: 'range'
  low: bigint
  high: bigint
}

/** Bytes of the packet; `field` is undefined for raw ones. */
export interface PayloadNode extends Typed {
  kind: 'payload'
  base: Base
  /** Bits. */
  offset: number
  protocol: Protocol | undefined
  field: Field | undefined
}

/** A field of a header that has to be searched. */
export interface ExthdrNode extends Typed {
  kind: 'exthdr'
  extension: Extension | undefined
  type: number
  op: number
  /** Bits. */
  offset: number
  flags: number
}

/** Whatever one expression without a source register loads: meta, ct, rt, fib, ...; the register is put in later. */
export interface LoadNode extends Typed {
  kind: 'load'
  load: Extract<Expression, { dreg?: number }>
}

/** A hash of what another node loads. */
export interface HashNode extends Typed {
  kind: 'hash'
  input: Node
  modulus: number
  offset: number
  seed: number | undefined
}

export type BinaryOperator = '&' | '|' | '^' | '<<' | '>>'

/** A constant operation on what `left` loads. */
export interface BinaryNode extends Typed {
  kind: 'binary'
  operator: BinaryOperator
  left: Node
  right: bigint
}

/** What `input` loads, in the other byte order. */
export interface SwapNode extends Typed {
  kind: 'swap'
  input: Node
}

export interface ConcatNode extends Typed {
  kind: 'concat'
  parts: Node[]
  /** Bytes of each part. */
  sizes: number[]
}

/** `key` looked up in a map. */
export interface MapNode extends Typed {
  kind: 'map'
  key: Node
  set: SetInfo
}

/** A set by name, or an anonymous one that was declared. */
export interface SetNode extends Typed {
  kind: 'set'
  set: SetInfo
}

/** The elements of an anonymous set before it is declared. */
export interface LiteralNode extends Typed {
  kind: 'literal'
  elements: Element[]
  /** NFT_SET_INTERVAL and NFT_SET_CONCAT, where the elements need them. */
  flags: number
}

export interface VerdictNode extends Typed {
  kind: 'verdict'
  verdict: number
  chain: string | undefined
}

/** Everything that no other element is (`*`). */
export interface AnyNode extends Typed {
  kind: 'any'
}

export type Node =
  | ValueNode
  | PrefixNode
  | RangeNode
  | PayloadNode
  | ExthdrNode
  | LoadNode
  | HashNode
  | BinaryNode
  | SwapNode
  | ConcatNode
  | MapNode
  | SetNode
  | LiteralNode
  | VerdictNode
  | AnyNode

/** An element of a set or map. */
export interface Element {
  key: Node
  data?: Node
  /** The name of an object, in a map of objects. */
  object?: string
  /** Milliseconds. */
  timeout?: bigint
  /** Milliseconds. */
  expiration?: bigint
  comment?: string
  expressions?: Expression[]
}

/** Constants: nothing of the packet is needed to know them. */
export function isConstant(node: Node): boolean {
  switch (node.kind) {
    case 'value':
    case 'prefix':
    case 'range':
    case 'verdict':
    case 'any':
    case 'literal':
      return true
    case 'concat':
      return node.parts.every(isConstant)
    default:
      return false
  }
}

/** Constants that are one value and not several. */
export function isSingle(node: Node): boolean {
  if (node.kind === 'concat') return node.parts.every(isSingle)
  return node.kind === 'value' || node.kind === 'verdict' || node.kind === 'any'
}

export function value(like: Typed, number: bigint): ValueNode {
  return { kind: 'value', datatype: like.datatype, length: like.length, byteorder: like.byteorder, value: number }
}

/** The key or the data of a set; a concatenation has parts. */
export interface SetSide extends Typed {
  parts?: readonly Typed[]
  /** Data are ranges: two values behind each other. */
  interval?: boolean
}

/** What the compiler knows of a set, whether it is in the kernel, in this transaction or anonymous. */
export interface SetInfo {
  family: number
  table: string
  name: string
  /** Names it within the transaction, where it is made in it. */
  id: number | undefined
  flags: number
  key: SetSide
  data?: SetSide
  objectType?: number
  autoMerge: boolean
  /** Bytes of each field of an interval set of concatenations. */
  fields?: number[]
  /** Statements that every element carries. */
  expressions?: Expression[]
  /** That of its elements unless they have one of their own; milliseconds. */
  timeout?: bigint
  /** Of anonymous sets. */
  elements: Element[]
  /** NFTNL_SET_DESC_SIZE, where a size was given. */
  size?: number
  /** What nft keeps of the expression that the key or the data were made like. */
  keyTypeof?: Uint8Array
  dataTypeof?: Uint8Array
}

/** A set by its name, where a match or a lookup compares with its keys. */
export function setNode(info: SetInfo): SetNode {
  const { datatype, length, byteorder } = info.key
  return { kind: 'set', set: info, datatype, length, byteorder }
}
