import type { VerdictExpression } from '../json.ts'
import { verdicts } from '../selector/verdict.ts'
import { wordOf } from './words.ts'

/** NF_QUEUE and NFT_BREAK, which no rule of nft's own makes. */
const others: Readonly<Record<string, number>> = { queue: 3, break: -2 }

/** A verdict with the chain that it goes to, where it does. */
export function printVerdict(verdict: number, chain: string | undefined): VerdictExpression {
  const number = verdict | 0
  const word = wordOf(verdicts, number) ?? wordOf(others, number) ?? 'drop'
  if (word === 'jump') return { jump: { target: chain ?? '' } }
  if (word === 'goto') return { goto: { target: chain ?? '' } }
  return { [word]: null } as unknown as VerdictExpression
}
