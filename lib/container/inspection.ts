import type { NftChain, NftObject, NftRule, Statement } from '../nftables/index.ts'
import { CHAINS, EXPECTED, TABLE } from './firewall.ts'
import { type Host, unless } from './host.ts'
import type { Finding } from './types.ts'

/** Compares the rules of the table with those that belong there. */
export async function ruleFindings(host: Host): Promise<Finding[]> {
  const listed = await unless(['ENOENT'], host.ruleset({ family: TABLE.family, table: TABLE.table, kind: 'rule' }))
  if (listed === undefined)
    return [{ code: 'rules', subject: TABLE.table, message: `there is no table ${TABLE.family} ${TABLE.table}` }]
  const found = byChain(rulesIn(listed))
  const expected = byChain(EXPECTED)
  const wrong = [...new Set([...expected.keys(), ...found.keys()])].filter(
    (chain) => expected.get(chain) !== found.get(chain),
  )
  return [
    ...(await sleepFindings(host)),
    ...(await hookFindings(host)),
    ...wrong.map((chain) => rulesFinding(chain, `the rules of chain ${chain} are not those that belong there`)),
  ]
}

function rulesFinding(subject: string, message: string): Finding {
  return { code: 'rules', subject, message }
}

/** A table that is there without being asked: its flag `dormant`. */
async function sleepFindings(host: Host): Promise<Finding[]> {
  const listed = await host.ruleset({ family: TABLE.family, table: TABLE.table, kind: 'table' })
  const sleeps = listed.some((object) => 'table' in object && [object.table.flags ?? []].flat().includes('dormant'))
  return sleeps ? [rulesFinding(TABLE.table, `table ${TABLE.table} is dormant`)] : []
}

/** Chains that see other packets than they should, or whose policy is not to accept. */
async function hookFindings(host: Host): Promise<Finding[]> {
  const listed = await host.ruleset({ family: TABLE.family, table: TABLE.table, kind: 'chain' })
  const found = new Map(
    listed.flatMap((object) => ('chain' in object ? [[object.chain.name, object.chain] as const] : [])),
  )
  const keys = ['type', 'hook', 'prio', 'policy'] as const
  return CHAINS.filter((chain) => {
    const there = found.get(chain.name)
    return there !== undefined && keys.some((key) => there[key] !== chain[key])
  }).map(({ name }) => rulesFinding(name, `chain ${name} is not where it belongs, or does not accept what is left`))
}

function rulesIn(objects: readonly NftObject[]): NftRule[] {
  return objects.flatMap((object) => ('rule' in object ? [object.rule] : []))
}

/** The rules of each chain as one text. */
function byChain(rules: readonly Omit<NftRule, 'handle'>[]): Map<string, string> {
  const texts = new Map<string, string>()
  for (const { chain, expr } of rules) texts.set(chain, `${texts.get(chain) ?? ''}${JSON.stringify(expr, ordered)}\n`)
  return texts
}

/** The members of a set stand in any order. */
function ordered(key: string, value: unknown): unknown {
  if (key !== 'set' || !Array.isArray(value)) return value
  return [...value].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}

/** Families whose chains see what is forwarded. */
const FAMILIES = ['ip', 'ip6', 'inet', 'bridge']

/** Statements that hold for every packet. */
const HARMLESS = ['counter', 'log', 'drop', 'reject']

/**
 * Other tables' chains that drop what nobody has accepted: what our table accepts still has to pass theirs, so they win. Those of
 * iptables-legacy are not nftables' to tell.
 */
export async function foreignDrops(host: Host): Promise<Finding[]> {
  const listed = await host.ruleset({ kind: 'chain' })
  const chains = listed.flatMap((object) => ('chain' in object ? [object.chain] : [])).filter(isForeign)
  if (chains.length === 0) return []
  const rules = rulesIn(await host.ruleset({ kind: 'rule' }))
  return chains.filter((chain) => chain.policy === 'drop' || endsInDrop(chain, rules)).map(dropFinding)
}

function isForeign({ family, table, hook }: NftChain): boolean {
  return hook === 'forward' && FAMILIES.includes(family) && !(family === TABLE.family && table === TABLE.table)
}

function endsInDrop(chain: NftChain, rules: readonly NftRule[]): boolean {
  return rules.some(
    (rule) =>
      rule.family === chain.family &&
      rule.table === chain.table &&
      rule.chain === chain.name &&
      dropsAll(rule.expr ?? []),
  )
}

function dropsAll(expr: readonly Statement[]): boolean {
  const words = expr.flatMap((statement) => Object.keys(statement))
  return words.every((word) => HARMLESS.includes(word)) && (words.includes('drop') || words.includes('reject'))
}

function dropFinding({ family, table, name }: NftChain): Finding {
  const subject = `${family} ${table} ${name}`
  const message = `chain ${subject} drops what its own rules do not accept, also what this network forwards`
  return { code: 'foreign-drop', subject, message }
}
