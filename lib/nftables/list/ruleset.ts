import type { Chain, Flowtable, Rule, Set as SetObject, StatefulObject, Table } from '../bytecode.ts'
import type { Names } from '../datatype/names.ts'
import { printSet } from '../decompile/declare.ts'
import type { KnownSet, Scope, Style } from '../decompile/known.ts'
import { printObject } from '../decompile/object.ts'
import { decompileRule } from '../decompile/rule.ts'
import { knowSet } from '../decompile/set.ts'
import { printChain, printFlowtable, printTable } from '../decompile/table.ts'
import type { NftObject } from '../json.ts'
import type { ElementColumns } from '../native.ts'

/** Everything that the kernel has told of a ruleset. */
export interface Ruleset {
  tables: Table[]
  chains: Chain[]
  rules: Rule[]
  sets: { set: SetObject; elements?: ElementColumns | undefined }[]
  objects: StatefulObject[]
  flowtables: Flowtable[]
}

/** A ruleset as JSON: table by table what it holds, the rules last, as nft orders them. */
export function printRuleset(ruleset: Ruleset, names: Names, style: Style): NftObject[] {
  const parts = byTable(ruleset)
  return ruleset.tables.flatMap((table) => {
    const part = parts.get(keyOf(table.family, table.name ?? ''))
    return [{ table: printTable(table) }, ...(part ? printTablePart(part, table.family, names, style) : [])]
  })
}

type Part = Omit<Ruleset, 'tables'>

function keyOf(family: number, table: string): string {
  return `${family} ${table}`
}

/** What belongs to each table. */
function byTable(ruleset: Ruleset): Map<string, Part> {
  const parts = new Map<string, Part>()
  for (const { family, name = '' } of ruleset.tables)
    parts.set(keyOf(family, name), { chains: [], rules: [], sets: [], objects: [], flowtables: [] })
  const partOf = (object: { family: number; table: string }): Part | undefined =>
    parts.get(keyOf(object.family, object.table))
  for (const chain of ruleset.chains) partOf(chain)?.chains.push(chain)
  for (const rule of ruleset.rules) partOf(rule)?.rules.push(rule)
  for (const entry of ruleset.sets) partOf(entry.set)?.sets.push(entry)
  for (const object of ruleset.objects) partOf(object)?.objects.push(object)
  for (const flowtable of ruleset.flowtables) partOf(flowtable)?.flowtables.push(flowtable)
  return parts
}

function printTablePart(part: Part, family: number, names: Names, style: Style): NftObject[] {
  const known = part.sets.map(({ set, elements }) => knowSet(set, elements))
  const scope: Scope = { family, names, style, sets: new Map(known.map((set) => [set.name, set])) }
  const filled = setsFilledBy(part.rules)
  return [
    ...part.objects.flatMap((object) => printObject(scope, object) ?? []),
    ...known.filter((set) => !set.anonymous).map((set) => printNamed(scope, set, filled)),
    ...part.flowtables.map((flowtable) => ({ flowtable: printFlowtable(flowtable) })),
    ...part.chains.map((chain) => ({ chain: printChain(chain) })),
    ...printRules(scope, part),
  ]
}

function printNamed(scope: Scope, set: KnownSet, filled: ReadonlySet<string>): NftObject {
  return printSet(scope, set, { filledByRule: filled.has(set.name) })
}

/** The sets that rules put elements into. */
function setsFilledBy(rules: readonly Rule[]): Set<string> {
  const filled = new Set<string>()
  for (const { expressions } of rules)
    for (const expression of expressions) if (expression.name === 'dynset') filled.add(expression.setName)
  return filled
}

/** Rules chain by chain. */
function printRules(scope: Scope, { chains, rules }: Part): NftObject[] {
  const byChain = new Map<string, NftObject[]>(chains.map(({ name = '' }) => [name, []]))
  const rest: NftObject[] = []
  for (const rule of rules) (byChain.get(rule.chain ?? '') ?? rest).push({ rule: decompileRule(scope, rule) })
  return [...[...byChain.values()].flat(), ...rest]
}
