import type { NftChain, NftRule, Statement } from '../../nftables/index.ts'
import type { Host } from '../host/host.ts'
import { rulesIn } from '../network/rule-findings.ts'
import type { Finding } from '../types.ts'
import { TABLE } from './rules.ts'

/** Families whose chains see what is forwarded. */
const FAMILIES = ['ip', 'ip6', 'inet', 'bridge']

/** Statements that hold for every packet. */
const HARMLESS = ['counter', 'log', 'drop', 'reject']

/**
 * Chains of other tables that drop what was not accepted: what our table accepts still has to pass theirs, so they win, unless they accept what comes from
 * `links` and what goes there. Chains of iptables-legacy are not nftables' to tell.
 */
export async function foreignDrops(host: Host, links: readonly string[]): Promise<Finding[]> {
  return (await droppingChains(host, links)).map(({ chain }) => dropFinding(chain))
}

/** These chains, each with the names of the chains in its table. */
export async function droppingChains(
  host: Host,
  links: readonly string[],
): Promise<{ chain: NftChain; chains: ReadonlySet<string> }[]> {
  const listed = await host.ruleset({ kind: 'chain' })
  const all = listed.flatMap((object) => ('chain' in object ? [object.chain] : []))
  const foreign = all.filter(isForeign)
  if (foreign.length === 0) return []
  const rules = rulesIn(await host.ruleset({ kind: 'rule' }))
  return foreign
    .filter((chain) => drops(chain, rules) && !accepts(chain, rules, links))
    .map((chain) => ({
      chain,
      chains: new Set(all.filter((one) => isBeside(one, chain)).map(({ name }) => name)),
    }))
}

function isBeside(one: NftChain, other: NftChain): boolean {
  return one.family === other.family && one.table === other.table
}

function isForeign({ family, table, hook }: NftChain): boolean {
  return hook === 'forward' && FAMILIES.includes(family) && !(family === TABLE.family && table === TABLE.table)
}

type Place = Pick<NftChain, 'family' | 'table' | 'name'>

function rulesOf({ family, table, name }: Place, rules: readonly NftRule[]): NftRule[] {
  return rules.filter((rule) => rule.family === family && rule.table === table && rule.chain === name)
}

function drops(chain: NftChain, rules: readonly NftRule[]): boolean {
  return chain.policy === 'drop' || rulesOf(chain, rules).some(({ expr }) => dropsAll(expr ?? []))
}

function dropsAll(expr: readonly Statement[]): boolean {
  const words = expr.flatMap((statement) => Object.keys(statement))
  return words.every((word) => HARMLESS.includes(word)) && (words.includes('drop') || words.includes('reject'))
}

/** Whether everything from each of the links passes, and everything to it. */
function accepts(chain: NftChain, rules: readonly NftRule[], links: readonly string[]): boolean {
  const passing = acceptedIn(chain, rules, new Set())
  const both = (link: string) =>
    (['iifname', 'oifname'] as const).every((key) => passing.some((one) => one.key === key && covers(one.name, link)))
  return links.length > 0 && links.every(both)
}

interface Passing {
  readonly key: string
  readonly name: string
}

/** What the chain accepts by its link alone, before it drops the rest; also in the chains that it jumps to whatever the packet is. */
function acceptedIn(chain: Place, rules: readonly NftRule[], seen: Set<string>): Passing[] {
  if (seen.has(chain.name)) return []
  seen.add(chain.name)
  const passing: Passing[] = []
  for (const { expr = [] } of rulesOf(chain, rules)) {
    if (dropsAll(expr)) return passing
    const rest = expr.filter((statement) => !('counter' in statement || 'log' in statement))
    const last = rest.at(-1)
    if (last === undefined) continue
    const to = targetOf(last)
    if (to !== undefined && rest.length === 1) passing.push(...acceptedIn({ ...chain, name: to }, rules, seen))
    if ('accept' in last && rest.length === 2) passing.push(...namesIn(rest[0] as Statement))
  }
  return passing
}

function targetOf(statement: Statement): string | undefined {
  const { jump, goto } = statement as { jump?: { target: string }; goto?: { target: string } }
  return (jump ?? goto)?.target
}

/** The links that a match names: one, or those of an anonymous set. */
function namesIn(statement: Statement): Passing[] {
  const { op, left, right } = (statement as { match?: Record<string, unknown> }).match ?? {}
  const key = (left as { meta?: { key: string } } | undefined)?.meta?.key
  if (key === undefined || (op !== '==' && op !== 'in')) return []
  const members = (right as { set?: unknown[] } | undefined)?.set ?? [right]
  return members.flatMap((name) => (typeof name === 'string' ? [{ key, name }] : []))
}

/** `br*` stands for every name that begins so. */
function covers(name: string, link: string): boolean {
  return name.endsWith('*') ? link.startsWith(name.slice(0, -1)) : name === link
}

function dropFinding({ family, table, name }: NftChain): Finding {
  const subject = `${family} ${table} ${name}`
  const message = `chain ${subject} drops packets that its own rules do not accept, including those of this network`
  return { code: 'foreign-drop', subject, message }
}
