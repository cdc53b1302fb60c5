import type { NftObject, NftRule } from '../../nftables/index.ts'
import { CHAINS, EXPECTED, TABLE } from '../firewall/rules.ts'
import { SPOOF_CHAIN, SPOOF_RULES, SPOOF_TABLE } from '../firewall/spoof-rules.ts'
import { type Host, ignoring } from '../host/host.ts'
import type { Finding } from '../types.ts'

/** Compares the rules of the table with those that belong there. */
export async function ruleFindings(host: Host): Promise<Finding[]> {
  const listed = await ignoring(['ENOENT'], host.ruleset({ family: TABLE.family, table: TABLE.table, kind: 'rule' }))
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
    ...wrong.map((chain) =>
      rulesFinding(chain, `the rules of chain ${chain} differ from those that this library writes`),
    ),
  ]
}

/** Compares the rules of the table that guards the ports of bridges with those that belong there. */
export async function spoofFindings(host: Host): Promise<Finding[]> {
  const { family, table } = SPOOF_TABLE
  const listed = await ignoring(['ENOENT'], host.ruleset({ family, table, kind: 'rule' }))
  if (listed === undefined) return [{ code: 'rules', subject: table, message: `there is no table ${family} ${table}` }]
  const expected = byChain(SPOOF_RULES.map((expr) => ({ ...SPOOF_TABLE, chain: SPOOF_CHAIN.name, expr })))
  const found = byChain(rulesIn(listed)).get(SPOOF_CHAIN.name)
  if (found === expected.get(SPOOF_CHAIN.name)) return []
  return [
    rulesFinding(SPOOF_CHAIN.name, `the rules of chain ${SPOOF_CHAIN.name} differ from those that this library writes`),
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
  }).map(({ name }) =>
    rulesFinding(name, `chain ${name} has another type, hook, priority or policy than it should have`),
  )
}

export function rulesIn(objects: readonly NftObject[]): NftRule[] {
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
