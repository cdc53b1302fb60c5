import type { Expr, NftMap, NftObject, NftSet, SetFlag, SetType, StatefulStatement } from '../json.ts'
import { objectTypes } from '../selector/statement.ts'
import { readUserdata, recordNumber, recordText, SET_COMMENT, SET_MERGE } from '../selector/userdata.ts'
import { printElements } from './element.ts'
import {
  type KnownSet,
  type Part,
  type Scope,
  SET_CONSTANT,
  SET_EVAL,
  SET_INTERVAL,
  SET_MAP,
  SET_OBJECT,
  SET_TIMEOUT,
} from './known.ts'
import { printStateful } from './stateful.ts'
import { familyOf } from './table.ts'
import { wordOf } from './words.ts'

/** What is asked about a set beside what it is. */
export interface Declaration {
  /** A rule of the same listing puts elements into it, from which follows that it is dynamic. */
  filledByRule: boolean
}

/** A named set or map with its elements. */
export function printSet(scope: Scope, known: KnownSet, declaration: Declaration): NftObject {
  const { set } = known
  const flags = set.flags ?? 0
  const body: NftSet = {
    family: familyOf(set),
    name: known.name,
    table: set.table,
    type: typeOf(known.key),
    handle: Number(set.handle ?? 0n),
    ...recordsOf(known),
    ...(mapOf(known) as object),
    ...limitsOf(known),
    ...flagsOf(flags, declaration),
    ...timesOf(known),
    ...contentsOf(scope, known),
  }
  return flags & (SET_MAP | SET_OBJECT) ? { map: body as NftMap } : { set: body }
}

/**
 * The names of the types. A type that has no size of its own says too little: then the set is shown by the expression that
 * it was declared by, where that is known.
 */
function typeOf(parts: readonly Part[]): SetType {
  const likes = parts.map(({ like }) => like)
  const sized = parts.every(({ type }) => type.size > 0)
  if (!sized && isWhole(likes)) return { typeof: likes.length > 1 ? likes : (likes[0] as Expr) }
  const names = parts.map(({ type }) => type.name)
  return names.length > 1 ? names : (names[0] ?? 'invalid')
}

function isWhole(likes: readonly (Expr | undefined)[]): likes is Expr[] {
  return likes.every((like) => like !== undefined)
}

function recordsOf({ set }: KnownSet): { comment?: string; 'auto-merge'?: boolean } {
  const records = set.userdata ? readUserdata(set.userdata) : undefined
  const comment = records?.get(SET_COMMENT)
  const merge = records?.get(SET_MERGE)
  return {
    ...(comment && { comment: recordText(comment) }),
    ...(merge && recordNumber(merge) !== 0 && { 'auto-merge': true }),
  }
}

/** What the map leads to: verdicts, data of a type, or objects of a kind. */
function mapOf({ set, verdicts, data }: KnownSet): { map?: SetType } {
  if (verdicts) return { map: 'verdict' }
  if (data) {
    const type = typeOf(data)
    return { map: Array.isArray(type) ? type.join(' . ') : type }
  }
  if (((set.flags ?? 0) & SET_OBJECT) === 0) return {}
  return { map: wordOf(objectTypes, set.objType) ?? 'unknown' }
}

/** NFT_SET_POL_MEMORY */
const MEMORY = 1

function limitsOf({ set }: KnownSet): { policy?: 'memory'; size?: number } {
  if ((set.flags ?? 0) & SET_CONSTANT) return {}
  return { ...(set.policy === MEMORY && { policy: 'memory' }), ...(set.descSize && { size: set.descSize }) }
}

function flagsOf(flags: number, { filledByRule }: Declaration): { flags?: SetFlag[] } {
  const words: SetFlag[] = []
  if (flags & SET_CONSTANT) words.push('constant')
  if (flags & SET_INTERVAL) words.push('interval')
  if (flags & SET_TIMEOUT) words.push('timeout')
  if (flags & SET_EVAL && !filledByRule) words.push('dynamic')
  return words.length > 0 ? { flags: words } : {}
}

/** Seconds. */
function timesOf({ set }: KnownSet): { timeout?: number; 'gc-interval'?: number } {
  return {
    ...(set.timeout && { timeout: Number(set.timeout / 1000n) }),
    ...(set.gcInterval && { 'gc-interval': Math.trunc(set.gcInterval / 1000) }),
  }
}

/** The elements, and the statements that each of them gets. */
function contentsOf(scope: Scope, known: KnownSet): Pick<NftSet, 'elem' | 'stmt'> {
  const elem = printElements(scope, known)
  const stateless = { ...scope, style: { ...scope.style, stateless: true } }
  const stmt = (known.set.expressions ?? []).flatMap((row) => printStateful(stateless, row) ?? [])
  return { ...(elem.length > 0 && { elem }), ...(stmt.length > 0 && { stmt: stmt as StatefulStatement[] }) }
}
