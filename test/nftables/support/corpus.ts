import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Family, NftCommand, NftObject, Statement } from '../../../lib/nftables/json.ts'

/** Rules and rulesets of the nftables project's own tests lie beside the repository, not in it; or where the environment says. */
export const corpus = process.env.NETLINK_TS_NFT_CORPUS ?? join(import.meta.dirname, '../../../../shared/nft-corpus')

export const isThere = existsSync(corpus)

interface Chain {
  name: string
  type: string
  hook: string
  prio: number
  policy?: string
  device?: string
}

interface Named {
  /** The commands that make it, in nft's own language. */
  nft: string[]
  json: NftObject
}

/** A rule with the table, chain, sets and objects that it needs. */
export interface Entry {
  id: string
  family: Family
  table: string
  chain: Chain
  sets: Named[]
  rule: string
  rule_key: string
  json: Statement[]
  /** What `nft -j -s -p` shows where it is not `json`. */
  json_output?: Statement[] | null
  payload?: string
  oracle?: string | null
  /** Whether nft takes its sets as JSON. */
  setup_json_ok?: boolean
}

export interface Ruleset {
  id: string
  json: NftObject[]
}

export function readCorpus<T>(file: string): T[] {
  const lines = readFileSync(join(corpus, file), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as T)
}

/** Entries that need the same. */
export function bySetUp(entries: readonly Entry[]): Entry[][] {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const key = JSON.stringify([entry.family, entry.table, entry.chain, entry.sets])
    const group = groups.get(key)
    if (group) group.push(entry)
    else groups.set(key, [entry])
  }
  return [...groups.values()]
}

/** What an entry needs, as commands of JSON. */
export function setUp({ family, table, chain, sets }: Entry): NftCommand[] {
  const { device, ...rest } = chain
  const made = [
    { table: { family, name: table } },
    { chain: { family, table, ...rest, ...(device !== undefined && { dev: device }) } },
    ...sets.map(({ json }) => json),
  ]
  return made.map((object) => ({ add: object }) as NftCommand)
}

/** The same in nft's own language. */
export function setUpScript({ family, table, chain, sets }: Entry): string {
  const { name, type, hook, prio, policy, device } = chain
  const on = device === undefined ? '' : `device "${device}" `
  const ending = policy === undefined ? '' : `policy ${policy}; `
  return [
    `add table ${family} ${table}`,
    `add chain ${family} ${table} ${name} { type ${type} hook ${hook} ${on}priority ${prio}; ${ending}}`,
    ...sets.flatMap(({ nft }) => nft),
  ].join('\n')
}

export function addRule({ family, table, chain, json }: Entry): NftCommand {
  return { add: { rule: { family, table, chain: chain.name, expr: json } } }
}

/** How nft shows the rule. */
export function wanted({ json, json_output }: Entry): Statement[] {
  return json_output ?? json
}

/** The statements of each rule of a listing. */
export function statementsOf(objects: readonly Record<string, unknown>[]): unknown[] {
  return objects.flatMap((object) =>
    'rule' in object ? [(object as { rule: { expr?: unknown } }).rule.expr ?? []] : [],
  )
}
