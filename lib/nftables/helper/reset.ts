import type { Expr, NftCommand, ResetStatement } from '../json.ts'
import type { NamedInTable, WithinRuleset } from './target.ts'

/** Rules of the whole ruleset, of a family, a table, or one chain. */
export interface WithinRules extends WithinRuleset {
  /** Name of the chain; every one unless given. */
  chain?: string
}

/**
 * As a statement, removes a TCP option: `reset(tcpOption('sack-permitted'))`. As commands, list counters and quotas and reset
 * them: `reset.counters()`, `reset.quota({ family: 'inet', table: 't', name: 'q' })`, `reset.rules({ family: 'inet', table: 't' })`.
 */
export const reset = Object.freeze(
  Object.assign((option: Expr): ResetStatement => ({ reset: option }), {
    /** Lists a counter object, which then begins at 0; nft: `reset counter`. */
    counter: (counter: NamedInTable): NftCommand => ({ reset: { counter: { ...counter } } }),
    /** Lists counter objects, which then begin at 0; nft: `reset counters`. */
    counters: (within: WithinRuleset = {}): NftCommand => ({ reset: { counters: within } }),
    /** Lists a quota object, of which then nothing is used; nft: `reset quota`. */
    quota: (quota: NamedInTable): NftCommand => ({ reset: { quota: { ...quota } } }),
    /** Lists quota objects, of which then nothing is used; nft: `reset quotas`. */
    quotas: (within: WithinRuleset = {}): NftCommand => ({ reset: { quotas: within } }),
    /** Lists rules, and resets their counters and quotas; nft: `reset rules`. */
    rules: (within: WithinRules = {}): NftCommand => ({ reset: { rules: within } as never }),
  }),
)
