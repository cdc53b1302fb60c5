import { constants } from '../../builtin.ts'
import { InputError } from '../../errors.ts'
import { NLM_F_CREATE } from '../../wire/header.ts'
import { expectSide, openRule, type RuleContext } from '../compile/context.ts'
import { mappings } from '../compile/declare.ts'
import { literal } from '../compile/element.ts'
import { expression } from '../compile/expression.ts'
import { checkedIntervals } from '../compile/interval.ts'
import { type Element, isSingle } from '../compile/node.ts'
import { fail, pathText, placed } from '../compile/path.ts'
import { array, enter, type Json, object, only } from '../compile/read.ts'
import { setElements } from '../compile/segment.ts'
import { isAnonymous, isInterval, MAP, OBJECT, type SetInfo } from '../compile/set.ts'
import { plainElements } from '../element/plain.ts'
import { packElements } from '../element.ts'
import { NFT_MSG } from '../kernel.ts'
import type { ElementColumns } from '../native.ts'
import { familyOf, nameOf } from './header.ts'
import type { Transaction } from './transaction.ts'

const properties = new Set(['family', 'table', 'name', 'elem'])

/** Whether the elements lie as beginnings and ends. */
function isSegmented(set: SetInfo): boolean {
  return isInterval(set) && !set.key.parts
}

/** The set that an element command is about, and what it says of the elements. */
function targetOf(tx: Transaction, json: unknown): { set: SetInfo; held: Json } {
  const held = object(tx, json)
  only(tx, held, properties)
  const family = familyOf(tx, held)
  const table = nameOf(tx, held, 'table')
  const name = nameOf(tx, held, 'name')
  tx.path.push('name')
  const set = tx.findSet(family, table, name)
  tx.path.pop()
  return { set, held }
}

export function addElement(tx: Transaction, json: unknown, flags: number): void {
  const { set, held } = targetOf(tx, json)
  putElements(tx, set, enter(tx, held, 'elem'), flags)
}

/** Puts what the JSON lists into a set; the path stands at the list. */
export function putElements(tx: Transaction, set: SetInfo, json: unknown, flags: number): void {
  if (sendPlain(tx, set, NFT_MSG.NEWSETELEM, flags, json)) return
  const elements = readElements(tx, set, json, true)
  if (!isSegmented(set) || !set.autoMerge || (set.flags & MAP) !== 0) {
    const added = isSegmented(set) ? checkedIntervals(tx, { ...set, elements }) : elements
    const columns = columnsOf(set, added)
    const { origin } = tx
    const place = pathText(tx.path)
    tx.later.send(set, added, origin, () =>
      tx.sendFor(origin, () => sendColumns(tx, set, NFT_MSG.NEWSETELEM, flags, columns, place)),
    )
    return
  }
  const { removed, added } = tx.intervals.add(set, elements)
  sendElements(tx, set, NFT_MSG.DELSETELEM, 0, removed)
  sendElements(tx, set, NFT_MSG.NEWSETELEM, flags, added)
}

export function removeElement(tx: Transaction, json: unknown, type: number): void {
  const { set, held } = targetOf(tx, json)
  tx.later.touched(set)
  const elem = enter(tx, held, 'elem')
  if (sendPlain(tx, set, type, 0, elem)) return
  const elements = readElements(tx, set, elem, false)
  if (!isSegmented(set) || !set.autoMerge || (set.flags & MAP) !== 0) {
    const unwanted = isSegmented(set) ? checkedIntervals(tx, { ...set, elements }) : elements
    sendElements(tx, set, type, 0, unwanted)
    return
  }
  const { removed, added } = tx.intervals.remove(set, elements, () => missing(tx))
  sendElements(tx, set, type, 0, removed)
  sendElements(tx, set, NFT_MSG.NEWSETELEM, NLM_F_CREATE, added)
}

function missing(tx: Transaction): never {
  throw placed(tx, new InputError('element does not exist', 'type', -constants.errno.ENOENT))
}

function sendElements(tx: Transaction, set: SetInfo, type: number, flags: number, elements: readonly Element[]): void {
  if (elements.length > 0) sendColumns(tx, set, type, flags, columnsOf(set, elements), pathText(tx.path))
}

function columnsOf(set: SetInfo, elements: readonly Element[]): ElementColumns {
  return packElements(setElements(set, elements))
}

/** Most long lists are of the plainest kind, which needs no compiler. */
function sendPlain(tx: Transaction, set: SetInfo, type: number, flags: number, json: unknown): boolean {
  const columns = plainElements(set, json)
  if (columns) sendColumns(tx, set, type, flags, columns, pathText(tx.path))
  return columns !== undefined
}

/** `place` is that of the list in the JSON. */
function sendColumns(
  tx: Transaction,
  set: SetInfo,
  type: number,
  flags: number,
  columns: ElementColumns,
  place: string,
): void {
  const { family, table, name, id } = set
  // Of intervals several rows are one element, and one row can be several of them.
  if (!isSegmented(set) && !isAnonymous(set)) tx.lists.set(tx.out.length, place)
  tx.send(type, flags, { family, table, name, ...(id !== undefined && { id }) }, columns)
}

/** The elements that JSON lists, as keys (and data) of the types of a set. */
function readElements(tx: Transaction, set: SetInfo, json: unknown, withData: boolean): Element[] {
  const ctx = openRule(expression, tx, set.family, set.table)
  ctx.set = set
  const mapped = (set.flags & (MAP | OBJECT)) !== 0
  const elements = mapped && (withData || isPairs(json)) ? mappings(ctx, set, array(ctx, json)) : keys(ctx, set, json)
  if (elements.elements.length === 0) fail(ctx, 'must not be empty')
  if (!isInterval(set)) refuseRanges(ctx, elements.elements)
  return elements.elements
}

/** To delete from a map, keys are enough. */
function isPairs(json: unknown): boolean {
  return Array.isArray(json) && Array.isArray(json[0])
}

function keys(ctx: RuleContext, set: SetInfo, json: unknown) {
  expectSide(ctx, set.key)
  return literal(ctx, json)
}

function refuseRanges(ctx: RuleContext, elements: readonly Element[]): void {
  const index = elements.findIndex(({ key }) => !isSingle(key))
  if (index < 0) return
  ctx.path.push(index)
  const name = elements[index]?.key.datatype.base === 'string'
  fail(
    ctx,
    name
      ? "is a prefix of names, which needs a set with the flag 'interval' (write a name that ends in '*' with '\\*')"
      : "is a range, which needs a set with the flag 'interval'",
  )
}

/** The elements of an anonymous set, which its rule brings along. */
export function putAnonymous(tx: Transaction, set: SetInfo): void {
  sendElements(tx, set, NFT_MSG.NEWSETELEM, NLM_F_CREATE, set.elements)
}
