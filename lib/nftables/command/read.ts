import { describeValue } from '../../errors.ts'
import { fail } from '../compile/path.ts'
import { type Json, object, optionalText, optionalWord, sole } from '../compile/read.ts'
import type { Family } from '../json.ts'
import { families } from '../protocol/table.ts'
import type { Read, Transaction } from './transaction.ts'

/** What can be listed: one object by its name, or all of a kind, of a table or of everything. */
const one = ['table', 'chain', 'set', 'map', 'flowtable', 'counter', 'quota', 'limit', 'synproxy', 'secmark']
const ct = ['ct helper', 'ct timeout', 'ct expectation']
const listed = new Set(['ruleset', 'rule', 'rules', ...one, ...one.map((kind) => `${kind}s`), ...ct, ...ct.map(plural)])
const reset = new Set(['counter', 'counters', 'quota', 'quotas', 'rules'])

function plural(kind: string): string {
  return `${kind}s`
}

export function list(tx: Transaction, json: unknown): void {
  readLater(tx, json, 'list', listed)
}

/** Lists counters and quotas (of rules, too), which begin anew with that. */
export function resetCounters(tx: Transaction, json: unknown): void {
  readLater(tx, json, 'reset', reset)
}

function readLater(tx: Transaction, json: unknown, verb: Read['verb'], known: ReadonlySet<string>): void {
  const [kind, held] = sole(tx, json, 'object')
  if (!known.has(kind)) {
    tx.path.pop()
    fail(tx, `cannot ${verb} ${describeValue(kind)}`)
    return
  }
  const asked = held === null ? {} : object(tx, held)
  optionalWord(tx, asked, 'family', families)
  tx.read({ verb, what: kind, ...selection(tx, kind, asked) })
}

function selection(tx: Transaction, kind: string, asked: Json): Omit<Read, 'verb' | 'what'> {
  const family = asked.family as Family | undefined
  const name = optionalText(tx, asked, 'name')
  const table = kind === 'table' ? name : optionalText(tx, asked, 'table')
  const chain = kind === 'chain' ? name : optionalText(tx, asked, 'chain')
  return {
    ...(family !== undefined && { family }),
    ...(table !== undefined && { table }),
    ...(chain !== undefined && { chain }),
    ...(name !== undefined && { name }),
  }
}
