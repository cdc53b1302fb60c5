import { describeValue } from '../../errors.ts'
import { checkLimits } from '../../transport/limit.ts'
import { checkAll, type Found, wholeNumber } from '../../verb/checks.ts'
import type { MatchStatement, NftCommand, NftRule, Statement } from '../json.ts'
import { ITERATION } from '../watch/options.ts'
import type { TraceOptions } from './types.ts'

const LONGEST = 0x7fff_ffff
/** Before connection tracking (-200) and all that is usual: NF_IP_PRI_RAW is -300. */
const PRIORITY = -350

const CHECKS = { settle: wholeNumber(0, LONGEST), ...ITERATION }

/** Checks the options of `trace`. */
export function checkTrace(options: TraceOptions): Found<TraceOptions> {
  const found = checkAll<TraceOptions>('trace', options, CHECKS)
  checkLimits('trace', { signal: found.signal })
  return found
}

/** A rule, whose matches select packets. */
export interface TracedRule extends Pick<NftRule, 'expr'> {
  /** Family of its table. */
  family?: NftRule['family']
}

/** What selects packets: a rule, one match, or several that must all hold. */
export type TraceSelection = TracedRule | MatchStatement | readonly MatchStatement[]

/** The matches of a selection; those of a rule, up to its first other statement. */
export function matchesOf(what: TraceSelection): readonly Statement[] {
  const given: unknown = what
  if (typeof given !== 'object' || given === null) throw wrong(given)
  if ('match' in given) return [given as MatchStatement]
  if (Array.isArray(given)) {
    if (given.some((one: unknown) => !isMatch(one))) throw wrong(given.find((one: unknown) => !isMatch(one)))
    return given as MatchStatement[]
  }
  const { expr } = given as NftRule
  if (!Array.isArray(expr)) throw wrong(given)
  const end = expr.findIndex((one) => !isMatch(one))
  return end < 0 ? expr : expr.slice(0, end)
}

function isMatch(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'match' in value
}

function wrong(value: unknown): TypeError {
  return new TypeError(`trace: expected a rule, a match or an array of matches, got ${describeValue(value)}`)
}

/** The family of the table that selects them. */
export function familyOf(what: TraceSelection): TraceFamily {
  const { family = 'inet' } = what as TracedRule
  if (FAMILIES.includes(family)) return family as TraceFamily
  throw new TypeError(`trace: family must be one of ${FAMILIES.join(', ')}, not ${describeValue(family)}`)
}

const FAMILIES: readonly string[] = ['inet', 'ip', 'ip6', 'bridge']
type TraceFamily = 'inet' | 'ip' | 'ip6' | 'bridge'

/** A table whose chains select the packets that arrive, and those of this host. The kernel deletes it if its socket is closed. */
export function tableOf(family: TraceFamily, name: string, matches: readonly Statement[]): NftCommand[] {
  const at = { family, table: name }
  const expr = [...matches, { mangle: { key: { meta: { key: 'nftrace' } }, value: 1 } } as Statement]
  return [
    { add: { table: { family, name, flags: 'owner' } } },
    ...(['prerouting', 'output'] as const).flatMap((hook): NftCommand[] => [
      { add: { chain: { ...at, name: hook, type: 'filter', hook, prio: PRIORITY } } },
      { add: { rule: { ...at, chain: hook, expr } } },
    ]),
  ]
}
