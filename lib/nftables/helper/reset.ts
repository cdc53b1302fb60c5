import type { Expr, Family, NftCommand, ResetStatement } from '../json.ts'

interface One {
  family: Family
  table: string
  name: string
}

interface Within {
  family?: Family
  table?: string
}

/**
 * As a statement, takes a TCP option out: `reset(tcpOption('sack-permitted'))`. As commands, list counters and quotas, which begin anew
 * with that: `reset.counters()`, `reset.quota({ family: 'inet', table: 't', name: 'q' })`, `reset.rules({ family: 'inet', table: 't' })`.
 */
export const reset = Object.freeze(
  Object.assign((option: Expr): ResetStatement => ({ reset: option }), {
    counter: (counter: One): NftCommand => ({ reset: { counter: { ...counter } } }),
    counters: (within: Within = {}): NftCommand => ({ reset: { counters: within } }),
    quota: (quota: One): NftCommand => ({ reset: { quota: { ...quota } } }),
    quotas: (within: Within = {}): NftCommand => ({ reset: { quotas: within } }),
    rules: (within: Within & { chain?: string } = {}): NftCommand => ({ reset: { rules: within } as never }),
  }),
)
