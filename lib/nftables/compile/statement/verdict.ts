import type { ImmediateExpression } from '../../bytecode.ts'
import { UNORDERED } from '../../datatype/byteorder.ts'
import { verdict as verdictType } from '../../datatype/table.ts'
import { expect, type RuleContext } from '../context.ts'
import { openOutput, verdictMap } from '../linearize.ts'
import { map } from '../map.ts'
import { fail } from '../path.ts'
import { verdict } from '../verdict.ts'

/** NFT_CONTINUE goes on with the next rule or statement; every other verdict ends the rule. */
const CONTINUE = -1

/** A verdict; true where no statement can follow it. */
export function verdictStatement(ctx: RuleContext, kind: string, json: unknown): boolean {
  const { verdict: number, chain } = verdict(ctx, kind, json)
  const immediate: ImmediateExpression = { name: 'immediate', dreg: 0, verdict: number }
  if (chain !== undefined) immediate.chain = chain
  ctx.steps.push({ kind: 'action', expressions: [immediate] })
  return number !== CONTINUE
}

/** A verdict by a map. */
export function vmapStatement(ctx: RuleContext, json: unknown): void {
  expect(ctx, verdictType, 0, UNORDERED)
  const node = map(ctx, json)
  if (node.datatype.id !== verdictType.id) fail(ctx, `must map to verdicts, not to ${node.datatype.description}`)
  const out = openOutput()
  verdictMap(out, node)
  ctx.steps.push({ kind: 'action', expressions: out.expressions })
}
