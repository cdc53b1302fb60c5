import { describeValue } from '../../errors.ts'
import { NLM_F_CREATE, NLM_F_EXCL } from '../../wire/header.ts'
import { fail } from '../compile/path.ts'
import { type Json, object, sole, unknown } from '../compile/read.ts'
import { NFT_MSG } from '../kernel.ts'
import { objectTypes } from '../selector/statement.ts'
import { addChain, removeChain, renameChain } from './chain.ts'
import { addElement, removeElement } from './element.ts'
import { addFlowtable, removeFlowtable } from './flowtable.ts'
import { flush } from './flush.ts'
import { addObject, isObjectKind, removeObject } from './object.ts'
import { list, resetCounters } from './read.ts'
import { addRule, insertRule, removeRule, replaceRule } from './rule.ts'
import { addSet, removeSet } from './set.ts'
import { addTable, removeTable } from './table.ts'
import type { Transaction } from './transaction.ts'

type Verb = (tx: Transaction, json: unknown) => void

const verbs: Readonly<Record<string, Verb>> = {
  add: (tx, json) => add(tx, json, NLM_F_CREATE),
  create: (tx, json) => add(tx, json, NLM_F_CREATE | NLM_F_EXCL),
  insert: (tx, json) => insertRule(tx, ruleOnly(tx, json)),
  replace: (tx, json) => replaceRule(tx, ruleOnly(tx, json)),
  delete: (tx, json) => remove(tx, json, deletes),
  destroy: (tx, json) => remove(tx, json, destroys),
  flush,
  reset: resetCounters,
  rename: (tx, json) => renameChain(tx, chainOnly(tx, json)),
  list,
}

/** One command of the JSON; an object that stands alone is added. */
export function compileCommand(tx: Transaction, json: unknown): void {
  const [word, held] = sole(tx, json, 'command')
  const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined
  if (verb) verb(tx, held)
  else if (word === 'metainfo') checkVersion(tx, object(tx, held))
  else {
    tx.path.pop()
    add(tx, json, NLM_F_CREATE)
  }
}

const SCHEMA = 1

function checkVersion(tx: Transaction, metainfo: Json): void {
  const { json_schema_version: version } = metainfo
  if (version === undefined || (typeof version === 'number' && version <= SCHEMA)) return
  tx.path.push('json_schema_version')
  fail(tx, `must be at most ${SCHEMA}, not ${describeValue(version)}`)
}

function add(tx: Transaction, json: unknown, flags: number): void {
  const [kind, held] = sole(tx, json, 'object')
  switch (kind) {
    case 'rule':
      addRule(tx, held, flags)
      break
    case 'element':
      addElement(tx, held, flags)
      break
    case 'set':
      addSet(tx, held, flags, false)
      break
    case 'map':
      addSet(tx, held, flags, true)
      break
    case 'chain':
      addChain(tx, held, flags)
      break
    case 'table':
      addTable(tx, held, flags)
      break
    case 'flowtable':
      addFlowtable(tx, held, flags)
      break
    default:
      if (isObjectKind(kind)) addObject(tx, kind, held, flags)
      else unknownKind(tx, kind)
  }
}

/** The message for each kind of object. */
interface Removal {
  table: number
  chain: number
  rule: number
  set: number
  element: number
  flowtable: number
  object: number
}

const deletes: Removal = {
  table: NFT_MSG.DELTABLE,
  chain: NFT_MSG.DELCHAIN,
  rule: NFT_MSG.DELRULE,
  set: NFT_MSG.DELSET,
  element: NFT_MSG.DELSETELEM,
  flowtable: NFT_MSG.DELFLOWTABLE,
  object: NFT_MSG.DELOBJ,
}

/** As deletes, where it is no error that there is no such object. */
const destroys: Removal = {
  table: NFT_MSG.DESTROYTABLE,
  chain: NFT_MSG.DESTROYCHAIN,
  rule: NFT_MSG.DESTROYRULE,
  set: NFT_MSG.DESTROYSET,
  element: NFT_MSG.DESTROYSETELEM,
  flowtable: NFT_MSG.DESTROYFLOWTABLE,
  object: NFT_MSG.DESTROYOBJ,
}

function remove(tx: Transaction, json: unknown, types: Removal): void {
  const [kind, held] = sole(tx, json, 'object')
  switch (kind) {
    case 'rule':
      removeRule(tx, held, types.rule)
      break
    case 'element':
      removeElement(tx, held, types.element)
      break
    case 'set':
    case 'map':
    case 'meter':
      removeSet(tx, held, types.set)
      break
    case 'chain':
      removeChain(tx, held, types.chain)
      break
    case 'table':
      removeTable(tx, held, types.table)
      break
    case 'flowtable':
      removeFlowtable(tx, held, types.flowtable)
      break
    default:
      if (isObjectKind(kind)) removeObject(tx, kind, held, types.object)
      else unknownKind(tx, kind)
  }
}

/** Kinds of objects, and the commands, one of which may have been meant. */
const KINDS = [
  ...['table', 'chain', 'rule', 'set', 'map', 'element', 'flowtable'],
  ...Object.keys(objectTypes),
  ...Object.keys(verbs),
]

function unknownKind(tx: Transaction, kind: string): never {
  tx.path.pop()
  return unknown(tx, 'kind of object', kind, KINDS)
}

function ruleOnly(tx: Transaction, json: unknown): unknown {
  return onlyKind(tx, json, 'rule')
}

function chainOnly(tx: Transaction, json: unknown): unknown {
  return onlyKind(tx, json, 'chain')
}

function onlyKind(tx: Transaction, json: unknown, wanted: string): unknown {
  const [kind, held] = sole(tx, json, 'object')
  if (kind === wanted) return held
  tx.path.pop()
  return fail(tx, `expected a ${wanted}, got ${describeValue(kind)}`)
}
