import type { VerdictExpression } from '../json.ts'
import { verdicts } from '../selector/verdict.ts'

/** NF_QUEUE and NFT_BREAK, which no rule of nft's own makes. */
const others: Readonly<Record<string, number>> = { queue: 3, break: -2 }

const words = new Map(Object.entries({ ...verdicts, ...others }).map(([word, number]) => [number, word]))

/** A verdict with the chain that it goes to, where it does. */
export function printVerdict(verdict: number, chain: string | undefined): VerdictExpression {
  const word = words.get(verdict | 0) ?? 'drop'
  if (word === 'jump') return { jump: { target: chain ?? '' } }
  if (word === 'goto') return { goto: { target: chain ?? '' } }
  return { [word]: null } as unknown as VerdictExpression
}
