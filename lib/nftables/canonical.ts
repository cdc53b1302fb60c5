import { InputError } from '../errors.ts'
import type { Chain, Expression, Flowtable, Rule, Set as SetObject, StatefulObject, Table } from './bytecode.ts'
import { compileCommand } from './command/compile.ts'
import { Knowledge, Unanswered } from './command/question.ts'
import { Transaction } from './command/transaction.ts'
import { openNames } from './datatype/names.ts'
import type { Symbols } from './datatype/symbols.ts'
import { SET_EVAL, SET_TIMEOUT } from './decompile/known.ts'
import type { Family, NftObject } from './json.ts'
import { NFT_MSG } from './kernel.ts'
import { printRuleset, type Ruleset } from './list/ruleset.ts'
import { addon, type Command } from './native.ts'
import { families } from './protocol/table.ts'

const STYLE = { stateless: true, numericProtocols: true }
/** What the kernel takes for a set that rules fill (nft_dynset_init). */
const DYNAMIC_SIZE = 65_535

/**
 * The tables that objects describe, as `list` would show them, without a question to the kernel. Equal tables have the same form, however they are
 * written: without handles, values of counters, and what changes in time (elements that expire or that rules add), and with sorted elements.
 * Every object must be in one of `tables`. Paths of errors begin with `nftables[0]`.
 */
export function canonical(
  tables: readonly { family: Family; name: string }[],
  objects: readonly unknown[],
  links: Symbols,
): NftObject[] {
  const names = openNames(links)
  // Every message is kept until the end.
  const tx = new Transaction(names, new Knowledge(), objects, { echo: false, indexed: true })
  for (const { family, name } of tables) tx.forgetTable(families[family], name)
  for (const [i, object] of objects.entries()) {
    tx.run(i, () => {
      tx.path.push('nftables', i)
      compile(tx, object, i)
    })
  }
  return printRuleset(rulesetOf(tx.messages), names, STYLE).map(stable)
}

function compile(tx: Transaction, object: unknown, i: number): void {
  try {
    compileCommand(tx, object)
  } catch (thrown) {
    if (thrown instanceof Unanswered)
      throw new InputError('belongs to a table that is not in the list').under(`nftables[${i}]`)
    throw thrown
  }
}

/** What the kernel would keep. Elements are taken from the messages themselves: those of unnamed sets have no name yet. */
function rulesetOf(commands: readonly Command[]): Ruleset {
  const ruleset: Ruleset = { tables: [], chains: [], rules: [], sets: [], objects: [], flowtables: [] }
  const { bytes } = addon().buildBatch(commands, 1)
  for (const { type, object } of addon().parse(bytes)) {
    if (type === NFT_MSG.NEWTABLE) ruleset.tables.push(object as Table)
    else if (type === NFT_MSG.NEWCHAIN) ruleset.chains.push(object as Chain)
    else if (type === NFT_MSG.NEWRULE) ruleset.rules.push(withNames(object as Rule))
    else if (type === NFT_MSG.NEWOBJ) ruleset.objects.push(object as StatefulObject)
    else if (type === NFT_MSG.NEWFLOWTABLE) ruleset.flowtables.push(object as Flowtable)
    else if (type === NFT_MSG.NEWSET) ruleset.sets.push({ set: asKept(object as SetObject) })
  }
  const sets = new Map(ruleset.sets.map((entry) => [keyOf(entry.set), entry]))
  for (const { type, object, elements } of commands) {
    const entry = type === NFT_MSG.NEWSETELEM ? sets.get(keyOf(object as SetObject)) : undefined
    if (entry !== undefined && elements !== undefined && isLasting(entry.set)) entry.elements = elements
  }
  return ruleset
}

function asKept(set: SetObject): SetObject {
  const { flags = 0, name = '', id } = set
  const size = (flags & SET_EVAL) === 0 || set.descSize !== undefined ? {} : { descSize: DYNAMIC_SIZE }
  return { ...set, ...size, name: uniqueName(name, id) }
}

/** Whether elements stay: rules do not add them, and they do not all expire. */
function isLasting({ flags = 0, timeout = 0n }: SetObject): boolean {
  return (flags & SET_EVAL) === 0 && ((flags & SET_TIMEOUT) === 0 || timeout === 0n)
}

const keyOf = ({ family, table, name = '', id }: SetObject) => `${family} ${table} ${uniqueName(name, id)}`

/** The kernel gives numbers to unnamed sets. */
function uniqueName(name: string, id: number | undefined): string {
  return name.replace('%d', String(id))
}

/** Equal expressions are one object, so that they are not changed. */
function withNames(rule: Rule): Rule {
  return { ...rule, expressions: rule.expressions.map(withName) }
}

function withName(expression: Expression): Expression {
  const { set, setName, setId } = expression as { set?: string; setName?: string; setId?: number }
  if (set?.includes('%d') === true) return { ...expression, set: uniqueName(set, setId) } as Expression
  if (setName?.includes('%d') === true) return { ...expression, setName: uniqueName(setName, setId) } as Expression
  return expression
}

/** An object without its handle and the elements that expire, and with all sets sorted. */
export function stable(object: NftObject): NftObject {
  const [kind, { handle: _, elem, ...body }] = Object.entries(object)[0] as [string, Record<string, unknown>]
  const left = Array.isArray(elem) ? elem.filter((one) => !expires(one)) : []
  return sorted({ [kind]: left.length === 0 ? body : { ...body, elem: left } }) as NftObject
}

/** An element of a set, or the key in a pair of a map. */
function expires(element: unknown): boolean {
  const key: unknown = Array.isArray(element) ? element[0] : element
  const { timeout, expires: rest } = (Object(key) as { elem?: Record<string, unknown> }).elem ?? {}
  return timeout !== undefined || rest !== undefined
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const plain = sorted(inner)
      const isSet = Array.isArray(plain) && (key === 'set' || key === 'elem')
      return [key, isSet ? plain.toSorted(byText) : plain]
    }),
  )
}

function byText(one: unknown, other: unknown): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
  return a < b ? -1 : a > b ? 1 : 0
}
