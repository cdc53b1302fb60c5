import { NLM_F_APPEND } from '../../wire/header.ts'
import { fail } from '../compile/path.ts'
import { entered, type Json, object, only, optionalInteger } from '../compile/read.ts'
import { NFT_MSG } from '../kernel.ts'
import type { OutgoingRule } from '../native.ts'
import { RULE_COMMENT } from '../selector/userdata.ts'
import { putAnonymous } from './element.ts'
import { commentOf, familyOf, handleOf, nameIn } from './header.ts'
import { setObject } from './setobject.ts'
import type { Transaction } from './transaction.ts'

const properties = new Set(['family', 'table', 'chain', 'handle', 'index', 'comment', 'expr'])

/** NLM_F_* */
const REPLACE = 0x100
const CREATE = 0x400

/** Behind the last rule of the chain, or behind the one of an index. As nft, it does not look at a handle. */
export function addRule(tx: Transaction, json: unknown, flags: number): void {
  const held = header(tx, json)
  const rule = compile(tx, held)
  tx.positions?.place(rule, indexOf(tx, held), false)
  tx.make(NFT_MSG.NEWRULE, flags | NLM_F_APPEND, rule)
}

/** In front of the first rule of the chain, or of the one of a handle or an index. */
export function insertRule(tx: Transaction, json: unknown): void {
  const held = header(tx, json)
  const rule = compile(tx, held)
  const handle = handleOf(tx, held)
  if (handle !== undefined) rule.position = handle
  tx.positions?.place(rule, indexOf(tx, held), true)
  tx.make(NFT_MSG.NEWRULE, CREATE, rule)
}

export function replaceRule(tx: Transaction, json: unknown): void {
  const held = header(tx, json)
  const rule = compile(tx, held)
  const index = target(tx, held, rule)
  tx.positions?.replace(rule, index)
  tx.make(NFT_MSG.NEWRULE, REPLACE, rule)
}

export function removeRule(tx: Transaction, json: unknown, type: number): void {
  const held = header(tx, json)
  const rule: OutgoingRule = { ...place(tx, held), expressions: [] }
  const index = target(tx, held, rule)
  tx.positions?.take(rule, index)
  tx.send(type, 0, rule)
}

function header(tx: Transaction, json: unknown): Json {
  const held = object(tx, json)
  only(tx, held, properties)
  return held
}

function place(tx: Transaction, held: Json): { family: number; table: string; chain: string } {
  const family = familyOf(tx, held)
  return { family, table: nameIn(tx, held.table, 'table'), chain: nameIn(tx, held.chain, 'chain') }
}

function compile(tx: Transaction, held: Json): OutgoingRule {
  const where = place(tx, held)
  const expr = entered(tx, held.expr, 'expr')
  const { expressions, sets } = tx.patterns.compile(where.family, where.table, expr)
  tx.path.pop()
  for (const set of sets) {
    tx.send(NFT_MSG.NEWSET, CREATE, setObject(set))
    putAnonymous(tx, set)
  }
  const rule: OutgoingRule = { family: where.family, table: where.table, chain: where.chain, expressions }
  if (held.comment !== undefined) Object.assign(rule, commentOf(tx, held, RULE_COMMENT))
  return rule
}

function indexOf(tx: Transaction, held: Json): number | undefined {
  return optionalInteger(tx, held, 'index', 0xffffffff)
}

/** The rule that is meant: by its handle, or (the result) by its place in the chain. */
function target(tx: Transaction, held: Json, rule: OutgoingRule): number | undefined {
  const handle = handleOf(tx, held)
  if (handle !== undefined) rule.handle = handle
  const index = handle === undefined ? indexOf(tx, held) : undefined
  if (handle === undefined && index === undefined) {
    tx.path.push('handle')
    fail(tx, 'is missing')
  }
  return index
}
