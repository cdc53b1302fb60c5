import type { Expr, NftCommand, ResetStatement } from '../json.ts'
import type { NamedInTable, WithinRuleset } from './target.ts'

/** Rules of the ruleset, a family, a table or a chain. */
export interface WithinRules extends WithinRuleset {
  /** Name of the chain; all by default. */
  chain?: string
}

/**
 * As a statement, removes a TCP option: `reset(tcpOption('sack-permitted'))`. As commands, lists counters and quotas and resets them:
 * `reset.counters()`, `reset.quota({ family: 'inet', table: 't', name: 'q' })`, `reset.rules({ family: 'inet', table: 't' })`.
 */
export const reset = Object.freeze(
  Object.assign((option: Expr): ResetStatement => ({ reset: option }), {
    /** Lists a counter object and resets it to 0; nft: `reset counter`. */
    counter(counter: NamedInTable): NftCommand {
      return { reset: { counter: { ...counter } } }
    },
    /** Lists counter objects and resets them to 0; nft: `reset counters`. */
    counters(within: WithinRuleset = {}): NftCommand {
      return { reset: { counters: within } }
    },
    /** Lists a quota object and resets the amount used to 0; nft: `reset quota`. */
    quota(quota: NamedInTable): NftCommand {
      return { reset: { quota: { ...quota } } }
    },
    /** Lists quota objects and resets the amounts used to 0; nft: `reset quotas`. */
    quotas(within: WithinRuleset = {}): NftCommand {
      return { reset: { quotas: within } }
    },
    /** Lists rules and resets their counters and quotas; nft: `reset rules`. */
    rules(within: WithinRules = {}): NftCommand {
      return { reset: { rules: within } as never }
    },
  }),
)
