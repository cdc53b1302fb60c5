import { describeValue } from '../../errors.ts'
import { fail } from '../compile/path.ts'
import { object, only, optionalWord, sole } from '../compile/read.ts'
import { NFT_MSG } from '../kernel.ts'
import { families } from '../protocol/table.ts'
import { familyOf, nameOf } from './header.ts'
import type { Transaction } from './transaction.ts'

const rulesetProperties = new Set(['family'])

/** Empties a ruleset, a table, a chain, or a set. */
export function flush(tx: Transaction, json: unknown): void {
  const [kind, held] = sole(tx, json, 'object')
  switch (kind) {
    case 'ruleset':
      flushRuleset(tx, held)
      break
    case 'table':
      flushRules(tx, held, 'name', undefined)
      break
    case 'chain':
      flushRules(tx, held, 'table', 'name')
      break
    case 'set':
    case 'map':
    case 'meter':
      flushSet(tx, held)
      break
    default:
      tx.path.pop()
      fail(tx, `cannot flush ${describeValue(kind)}`)
  }
}

function flushRuleset(tx: Transaction, json: unknown): void {
  const held = json === null ? {} : object(tx, json)
  only(tx, held, rulesetProperties)
  const family = optionalWord(tx, held, 'family', families) ?? 0
  tx.forgetFamily(family)
  tx.send(NFT_MSG.DELTABLE, 0, { family })
}

/** The rules of a table, or of one of its chains. */
function flushRules(tx: Transaction, json: unknown, tableKey: string, chainKey: string | undefined): void {
  const held = object(tx, json)
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, tableKey)
  const chain = chainKey === undefined ? undefined : nameOf(tx, held, chainKey)
  tx.positions?.flush(family, table, chain)
  tx.send(NFT_MSG.DELRULE, 0, { family, table, ...(chain !== undefined && { chain }), expressions: [] })
}

function flushSet(tx: Transaction, json: unknown): void {
  const held = object(tx, json)
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, 'table')
  const name = nameOf(tx, held, 'name')
  tx.later.touched({ family, table, name })
  tx.intervals.flush({ family, table, name })
  tx.send(NFT_MSG.DELSETELEM, 0, { family, table, name })
}
