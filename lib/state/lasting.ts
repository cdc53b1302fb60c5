import { rtnetlink } from '../protocol/rtnetlink.ts'
import { type Asked, targetOf } from './asked.ts'
import { lastingOf } from './closure.ts'
import { Links } from './links.ts'
import type { Part } from './rollback.ts'
import type { Snapshot } from './snapshot.ts'

const DELLINK = rtnetlink.type('DELLINK')

/**
 * The parts in the order in which they are sent: those that delete links that cannot be created again come last, where that is allowed;
 * otherwise a TypeError, before anything is sent.
 */
export function inOrder(parts: readonly Part[], { links }: Snapshot, asked: readonly Asked[], last: boolean): Part[] {
  const late = new Set<number>()
  for (const [i, one] of asked.entries()) {
    if (one.type !== DELLINK) continue
    // Names as they are when it is its turn.
    const index = new Links(links, asked.slice(0, i)).indexOf(targetOf(one))
    const reason = index === undefined ? undefined : lastingOf(new Links(links, []), index)
    if (reason === undefined) continue
    if (!last) throw new TypeError(refusal(one, reason))
    late.add(one.call)
  }
  const isLate = ({ operations }: Part) => operations.some((call) => late.has(call))
  return [...parts.filter((part) => !isLate(part)), ...parts.filter(isLate)]
}

function refusal({ call, operation }: Asked, reason: string): string {
  return `batch: call ${call + 1} (${operation}): cannot be undone: ${reason}; { irreversible: 'last' } makes such changes last`
}
