import type { Expression } from '../bytecode.ts'
import { type Byteorder, UNORDERED } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import type { Names } from '../datatype/names.ts'
import { invalid } from '../datatype/table.ts'
import type { Base, Protocol } from '../protocol/protocol.ts'
import { hookLayers } from '../protocol/table.ts'
import type { Node, Typed } from './node.ts'
import { fail, type Path, type Placed } from './path.ts'
import type { SetInfo, SetSide } from './set.ts'

/** What the compiler needs from around a rule. */
export interface Surroundings extends Placed {
  readonly path: Path
  readonly names: Names
  /** A named set of a table; throws where there is none, or where the kernel has to be asked first. */
  findSet(family: number, table: string, name: string): SetInfo
  /** A number that names something within the transaction. */
  nextId(): number
}

/** What the matches so far say about the packet: the header of each layer. */
export interface Layers {
  readonly protocols: (Protocol | undefined)[]
  /** Link-layer headers in front of the one in `protocols`. */
  readonly stacked: Protocol[]
  /** Every transport protocol that was named: more than one, and none is certain. */
  readonly transports: Protocol[]
  /** The type of the ICMP message, 0 where it is open. */
  icmpType: number
}

/** The type in which the next constant is read. */
export interface Expected extends Typed {
  /** The greatest number, 0 where only the length limits it. */
  max: number
  /** The parts of a concatenation. */
  parts: readonly Typed[] | undefined
}

/** A match that later ones may be merged with, or the finished expressions of any other statement. */
export type Step = MatchStep | ActionStep

export interface MatchStep {
  kind: 'match'
  operator: Operator
  left: Node
  right: Node
}

export interface ActionStep {
  kind: 'action'
  expressions: Expression[]
}

/** nft's comparisons; `in` is its implicit one. */
export type Operator = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in' | '!'

/**
 * Where an expression stands: `left` of a match, `right` of one (or in a set), inside another (`primary`), in a
 * concatenation (`part`), or what a statement writes (`statement`).
 */
export type Place = 'left' | 'right' | 'primary' | 'part' | 'statement'

/** Reads any expression: handed down, as nearly every part of the grammar contains expressions. */
export type ReadExpression = (ctx: RuleContext, json: unknown, place: Place) => Node

/** One rule on its way to bytecode. */
export interface RuleContext extends Placed {
  readonly expression: ReadExpression
  readonly around: Surroundings
  readonly family: number
  readonly table: string
  readonly layers: Layers
  readonly steps: Step[]
  /** Anonymous sets that the rule refers to, in the order of their declaration. */
  readonly sets: SetInfo[]
  expected: Expected
  /** The set whose elements are being read. */
  set: SetInfo | undefined
  /** Only the type of an expression is wanted: no header has to be there, and bits of bytes stay where they are. */
  readonly typeOnly: boolean
  readonly nesting: Nesting
}

/** How deep the compiler is in the JSON, and how much it has met far down. */
export interface Nesting {
  depth: number
  deep: number
}

/** Few expressions lie deeper than this one in another, so many of them are one that is shared and multiplies. */
const DEEP = 8
const MOST_DEEP = 100_000

/** Goes one level down, as {@link ascend} comes back up; what would never end is refused. */
export function descend(ctx: RuleContext): void {
  const { nesting } = ctx
  if (++nesting.depth > DEEP && ++nesting.deep > MOST_DEEP)
    fail(ctx, `must not have more than ${MOST_DEEP} expressions deeper than ${DEEP} levels`, 'range')
}

export function ascend({ nesting }: RuleContext): void {
  if (--nesting.depth <= 1) nesting.deep = 0
}

const nothing: Expected = { datatype: invalid, length: 0, byteorder: UNORDERED, max: 0, parts: undefined }

export function openRule(
  expression: ReadExpression,
  around: Surroundings,
  family: number,
  table: string,
  typeOnly = false,
): RuleContext {
  const layer = hookLayers[family]
  const protocols: (Protocol | undefined)[] = [undefined, undefined, undefined, undefined, undefined]
  if (layer) protocols[layer.base] = layer.protocol
  return {
    expression,
    path: around.path,
    around,
    family,
    table,
    layers: { protocols, stacked: [], transports: [], icmpType: 0 },
    steps: [],
    sets: [],
    expected: nothing,
    set: undefined,
    typeOnly,
    nesting: { depth: 0, deep: 0 },
  }
}

export function expect(ctx: RuleContext, datatype: Datatype, length: number, byteorder: Byteorder, max = 0): void {
  ctx.expected = { datatype, length, byteorder, max, parts: undefined }
}

/** The constants that follow are of the type of this node. */
export function expectLike(ctx: RuleContext, node: Typed, max = 0): void {
  ctx.expected = { datatype: node.datatype, length: node.length, byteorder: node.byteorder, max, parts: undefined }
}

/** The constants that follow are keys or data of a set. */
export function expectSide(ctx: RuleContext, side: SetSide): void {
  ctx.expected = {
    datatype: side.datatype,
    length: side.interval ? side.length / 2 : side.length,
    byteorder: side.byteorder,
    max: 0,
    parts: side.parts,
  }
}

export function expectNothing(ctx: RuleContext): void {
  ctx.expected = nothing
}

export function expectsNothing(ctx: RuleContext): boolean {
  return ctx.expected.datatype === invalid
}

export function protocolAt(ctx: RuleContext, base: Base): Protocol | undefined {
  return ctx.layers.protocols[base]
}
