import { describeValue } from '../../errors.ts'
import { UNORDERED } from '../datatype/byteorder.ts'
import { verdict as verdictType } from '../datatype/table.ts'
import { isJump, verdicts } from '../selector/verdict.ts'
import type { RuleContext } from './context.ts'
import type { VerdictNode } from './node.ts'
import { fail } from './path.ts'
import { object, only, text } from './read.ts'

const targetOnly = new Set(['target'])

/** A verdict by its word; the chain of a jump is its `target`. */
export function verdict(ctx: RuleContext, kind: string, held: unknown): VerdictNode {
  const number = verdicts[kind] as number
  const node: VerdictNode = {
    kind: 'verdict',
    verdict: number,
    chain: undefined,
    datatype: verdictType,
    length: 0,
    byteorder: UNORDERED,
  }
  if (!isJump(number)) return held === null ? node : fail(ctx, `must be null, not ${describeValue(held)}`)
  const target = object(ctx, held)
  only(ctx, target, targetOnly)
  node.chain = text(ctx, target, 'target')
  if (node.chain === '') fail(ctx, 'names no chain')
  return node
}
