import type { Expression, Set as SetObject } from '../bytecode.ts'
import { fail } from '../compile/path.ts'
import {
  enter,
  isObject,
  type Json,
  object,
  only,
  optionalBoolean,
  optionalInteger,
  optionalWord,
  flags as readFlags,
} from '../compile/read.ts'
import { completeTypeof } from '../compile/sample.ts'
import { CONCAT, EVAL, EXPR, INTERVAL, MAP, OBJECT, type SetInfo, TIMEOUT } from '../compile/set.ts'
import { statefulList } from '../compile/stateful.ts'
import { NFT_MSG } from '../kernel.ts'
import { setFlags, setPolicies } from '../selector/set.ts'
import { objectTypes } from '../selector/statement.ts'
import { putElements } from './element.ts'
import { commentText, familyOf, nameOf, nameOrHandle } from './header.ts'
import { verdictSide } from './known.ts'
import { type SetOptions, setObject } from './setobject.ts'
import { declaredType } from './settype.ts'
import type { Transaction } from './transaction.ts'

const common = [
  'family',
  'table',
  'name',
  'handle',
  'type',
  'policy',
  'flags',
  'elem',
  'timeout',
  'gc-interval',
  'size',
]
const setProperties = new Set([...common, 'auto-merge', 'comment', 'stmt'])
const mapProperties = new Set([...setProperties, 'map'])

/** NFT_USERDATA_MAXLEN */
const MAX_USERDATA = 256
/** More milliseconds than the kernel can count in its ticks. */
const MAX_SECONDS = 2 ** 31

/** A set, or with `map` a map. */
export function addSet(tx: Transaction, json: unknown, flags: number, mapped: boolean): void {
  const held = object(tx, json)
  only(tx, held, mapped ? mapProperties : setProperties)
  const set = declaration(tx, held, mapped)
  const options = readOptions(tx, held)
  if (options.timeout !== undefined) {
    set.flags |= TIMEOUT
    set.timeout = options.timeout
  }
  const message: SetObject = setObject(set, options)
  if ((message.userdata?.length ?? 0) > MAX_USERDATA)
    fail(tx, `metadata exceeds ${MAX_USERDATA} bytes: shorten the comment`, 'range')
  tx.sets.declare(set)
  tx.make(NFT_MSG.NEWSET, flags, message)
  if (held.elem === undefined || isEmpty(held.elem)) return
  putElements(tx, set, enter(tx, held, 'elem'), flags)
  tx.path.pop()
}

function isEmpty(elem: unknown): boolean {
  return Array.isArray(elem) && elem.length === 0
}

function declaration(tx: Transaction, held: Json, mapped: boolean): SetInfo {
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, 'table')
  const name = nameOf(tx, held, 'name')
  const key = declaredType(tx, family, table, enter(tx, held, 'type'))
  tx.path.pop()
  let flags = readFlags(tx, held, 'flags', setFlags)
  const autoMerge = optionalBoolean(tx, held, 'auto-merge') ?? false
  if (autoMerge && (flags & INTERVAL) === 0) {
    tx.path.push('auto-merge')
    fail(tx, 'requires an interval set')
  }
  if (tx.isFilled(name)) flags |= EVAL
  const set: SetInfo = { family, table, name, id: tx.nextId(), flags, key: key.side, autoMerge, elements: [] }
  if (key.like) set.keyTypeof = key.like
  if ((flags & INTERVAL) !== 0 && key.side.parts) {
    set.flags |= CONCAT
    set.fields = key.side.parts.map(({ length }) => Math.ceil(length / 8))
  }
  if (mapped) declareData(tx, held, set)
  completeTypeof(set)
  const expressions = statements(tx, held)
  if (expressions.length > 0) set.expressions = expressions
  if (expressions.length > 1) set.flags |= EXPR
  return set
}

/** What a map gives for its keys: values of a type, verdicts, or objects of a kind. */
function declareData(tx: Transaction, held: Json, set: SetInfo): void {
  const json = enter(tx, held, 'map')
  if (json === 'verdict') {
    set.flags |= MAP
    set.data = verdictSide()
  } else if (typeof json === 'string' && Object.hasOwn(objectTypes, json)) {
    set.flags |= OBJECT
    set.objectType = objectTypes[json] as number
  } else {
    const { side, like } = declaredType(tx, set.family, set.table, json)
    set.flags |= MAP
    set.data = hasRanges(held.elem) ? { ...side, length: side.length * 2, interval: true } : side
    if (like) set.dataTypeof = like
  }
  tx.path.pop()
}

/** The JSON has no word for data that are ranges: they are where the elements beside the declaration have one. */
function hasRanges(elem: unknown): boolean {
  return Array.isArray(elem) && elem.some((pair) => Array.isArray(pair) && isRange(pair[1]))
}

function isRange(data: unknown): boolean {
  if (!isObject(data)) return false
  if (Array.isArray(data.concat)) return data.concat.some(isRange)
  return data.range !== undefined || data.prefix !== undefined
}

function statements(tx: Transaction, held: Json): Expression[] {
  if (held.stmt === undefined) return []
  const found = statefulList(tx, enter(tx, held, 'stmt'))
  tx.path.pop()
  return found
}

function readOptions(tx: Transaction, held: Json): SetOptions {
  const timeout = optionalInteger(tx, held, 'timeout', MAX_SECONDS)
  const interval = optionalInteger(tx, held, 'gc-interval', MAX_SECONDS / 1000)
  const size = optionalInteger(tx, held, 'size', 0xffffffff)
  const policy = optionalWord(tx, held, 'policy', setPolicies)
  const comment = commentText(tx, held)
  return {
    ...(timeout !== undefined && { timeout: BigInt(timeout) * 1000n }),
    ...(interval !== undefined && { gcInterval: interval * 1000 }),
    ...(size !== undefined && { size }),
    ...(policy !== undefined && { policy }),
    ...(comment !== undefined && { comment }),
  }
}

export function removeSet(tx: Transaction, json: unknown, type: number): void {
  const held = object(tx, json)
  only(tx, held, mapProperties)
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, 'table')
  const named = nameOrHandle(tx, held)
  if ('name' in named) {
    tx.later.touched({ family, table, name: named.name })
    tx.sets.forget(family, table, named.name)
    tx.intervals.flush({ family, table, name: named.name })
  }
  tx.send(type, 0, { family, table, ...named })
}
