import { UNORDERED } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import { concatenation, integer as integerType } from '../datatype/table.ts'
import { CT_DST, CT_SRC } from '../selector/ct.ts'
import { ordered } from './constant.ts'
import { expect, expectsNothing, type RuleContext } from './context.ts'
import type { ConcatNode, Node, Typed } from './node.ts'
import { fail } from './path.ts'
import { array } from './read.ts'

/** NFT_REG32_COUNT registers of four bytes are all that a key can take. */
const MAX_BYTES = 64

/** Bits in whole registers of 32. */
export function padded(bits: number): number {
  return Math.ceil(bits / 32) * 32
}

/** A concatenation: of selectors, or of constants in the types of the key that is expected. */
export function concat(ctx: RuleContext, json: unknown): Node {
  const members = array(ctx, json)
  if (members.length < 2) return members.length === 1 ? member(ctx, members[0], 0) : fail(ctx, 'must not be empty')
  const wanted = wantedParts(ctx)
  const outer = ctx.expected
  if (wanted && members.length > wanted.length) return fail(ctx, `expected ${wanted.length} components, got more`)
  const parts: Node[] = []
  const sizes: number[] = []
  for (let i = 0; i < members.length; i++) {
    const part = wanted?.[i]
    if (part) expect(ctx, part.datatype, part.length, part.byteorder)
    else expect(ctx, outer.datatype, 0, UNORDERED)
    const node = member(ctx, members[i], i)
    parts.push(node)
    sizes.push(Math.ceil((part?.length || partSize(ctx, node)) / 8))
  }
  ctx.expected = outer
  if (wanted && members.length < wanted.length)
    return fail(ctx, `expected ${wanted.length} components, got ${members.length}`)
  return finished(ctx, parts, sizes, wanted)
}

/** The parts of the key or of the data that constants are read for; none where selectors are read. */
function wantedParts(ctx: RuleContext): readonly Typed[] | undefined {
  if (ctx.expected.parts) return ctx.expected.parts
  if (expectsNothing(ctx)) return undefined
  return fail(ctx, `expected a ${ctx.expected.datatype.description}, got a concatenation`)
}

function member(ctx: RuleContext, json: unknown, index: number): Node {
  ctx.path.push(index)
  const node = ordered(ctx, ctx.expression(ctx, json, 'part'))
  if (node.kind === 'load' && node.load.name === 'ct' && (node.load.key === CT_SRC || node.load.key === CT_DST)) {
    fail(ctx, 'either ip or ip6 is required for address matching')
  }
  ctx.path.pop()
  return node
}

/** Bits that a part takes: those of its type, or its own where the type has none. */
function partSize(ctx: RuleContext, node: Node): number {
  const size = typeSize(node.datatype) || node.length
  return size > 0
    ? size
    : fail(ctx, `data types of variable size (${node.datatype.name}) are not allowed in concatenations`)
}

function typeSize(datatype: Datatype): number {
  return datatype.id === integerType.id ? 0 : datatype.size
}

function finished(ctx: RuleContext, parts: Node[], sizes: number[], wanted: readonly Typed[] | undefined): ConcatNode {
  const length = sizes.reduce((sum, size) => sum + padded(size * 8), 0)
  if (length > MAX_BYTES * 8)
    fail(ctx, `must be at most ${MAX_BYTES} bytes long (the registers), not ${length / 8}`, 'range')
  const datatype = concatenation(parts.map((part) => part.datatype))
  const node: ConcatNode = { kind: 'concat', parts, sizes, datatype, length, byteorder: UNORDERED }
  if (!wanted) ctx.expected = { datatype, length, byteorder: UNORDERED, max: 0, parts }
  return node
}
