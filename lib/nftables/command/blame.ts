import { isObject } from '../compile/read.ts'
import { compileRule } from '../compile/rule.ts'
import type { Family } from '../json.ts'
import { families } from '../protocol/table.ts'
import type { Transaction } from './transaction.ts'

/** The place of a command and of the object in it, `nftables[3].add.rule`, with `word` of a property that it has. */
export function placeOf(commands: readonly unknown[], origin: number, word?: string): string {
  const { steps, object } = objectIn(commands[origin])
  if (word !== undefined && isObject(object) && object[word] !== undefined) steps.push(word)
  return steps.reduce((text, step) => text + (/^\w+$/.test(step) ? `.${step}` : `['${step}']`), `nftables[${origin}]`)
}

/** What a command is about, and the words that lead to it: a verb and a kind, or for an object that stands alone its kind. */
function objectIn(command: unknown): { steps: string[]; object: unknown } {
  const steps: string[] = []
  let object = command
  while (steps.length < 2 && isObject(object)) {
    const [key] = Object.keys(object)
    if (key === undefined || (steps.length > 0 && !isObject(object[key]))) break
    steps.push(key)
    object = object[key]
    if (isObject(object) && 'family' in object) break
  }
  return { steps, object }
}

/**
 * The place of the statement that became expression number `index` of a rule. Nobody wrote it down while the rule was compiled; it
 * is compiled once more to find out.
 */
export function statementOf(tx: Transaction, commands: readonly unknown[], origin: number, index: number): string {
  const place = placeOf(commands, origin)
  const { object } = objectIn(commands[origin])
  if (!isObject(object)) return place
  const { family, table, expr } = object
  const owners: (number | undefined)[] = []
  tx.path.length = 0
  compileRule(tx, families[family as Family], table as string, expr, { owners })
  const owner = owners[index]
  return owner === undefined ? place : `${place}.expr[${owner}]`
}
