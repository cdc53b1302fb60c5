import type { DynsetExpression, ObjrefExpression } from '../bytecode.ts'
import type { Expr, Statement } from '../json.ts'
import { dynsetOperations, objectTypes } from '../selector/statement.ts'
import type { KnownSet } from './known.ts'
import { type Node, type SetNode, setType, untyped } from './node.ts'
import { print } from './print.ts'
import { held, heldAsKey, heldTogether } from './register.ts'
import { settle } from './settle.ts'
import { printStateful } from './stateful.ts'
import type { Work } from './statement.ts'
import { wordOf } from './words.ts'

/** A set as the right side of a lookup. */
export function setNode(set: KnownSet): SetNode {
  return { kind: 'set', set, shift: 0, ...untyped(set.keyBits) }
}

/** What a lookup looks up: one register, or as many as the key has. */
export function keyOf(work: Work, register: number, set: KnownSet): Node | undefined {
  const node = held(work.registers, register)
  return node && node.bits < set.keyBits ? heldTogether(work.registers, register, set.keyBits) : node
}

function statefulOf(work: Work, row: DynsetExpression): Statement[] {
  const scope = { ...work.scope, style: { ...work.scope.style, stateless: true } }
  return (row.expressions ?? []).flatMap((expression) => printStateful(scope, expression) ?? [])
}

/** An element put into a set or map from the packet path; with a statement and a set of its own, a meter. */
export function printDynset(work: Work, row: DynsetExpression): Statement | undefined {
  const set = work.scope.sets.get(row.setName)
  const elem = set && elementOf(work, row, set)
  if (!set || elem === undefined) return undefined
  const stmt = statefulOf(work, row)
  const data = row.sregData === undefined ? undefined : dataOf(work, set, row.sregData)
  const op = (wordOf(dynsetOperations, row.op) ?? 'add') as 'add'
  if (data !== undefined) {
    return { map: { op, elem, data, map: `@${set.name}`, ...(stmt.length > 0 && { stmt }) } }
  }
  const [only] = stmt
  if (only && set.anonymous)
    return { meter: { key: elem, stmt: only, size: set.set.descSize ?? 0, name: set.name } } as Statement
  return { set: { op, elem, set: `@${set.name}`, ...(stmt.length > 0 && { stmt }) } }
}

function elementOf(work: Work, row: DynsetExpression, set: KnownSet): Expr | undefined {
  const single = held(work.registers, row.sregKey)
  const key =
    single && single.bits < set.keyBits ? heldAsKey(work.registers, row.sregKey, set.key, set.keyBits) : single
  if (!key) return undefined
  const [part] = set.key
  if (key.kind === 'constant' && part) setType(key, part.type, part.order)
  const val = print(work.scope, settle(work.context, key, true))
  const timeout = row.timeout ?? 0n
  return timeout === 0n ? val : { elem: { val, timeout: Number(timeout / 1000n) } }
}

/** The data of a map: one register, or as many as its type has. */
function dataOf(work: Work, set: KnownSet, register: number): Expr | undefined {
  const [part] = set.data ?? []
  const node = held(work.registers, register)
  if (!node) return undefined
  const concat =
    node.bits < set.dataBits ? heldAsKey(work.registers, register, set.data ?? [], set.dataBits) : undefined
  if (!concat && part) setType(node, part.type, part.type.byteorder)
  return print(work.scope, settle(work.context, concat ?? node, concat !== undefined))
}

/** A statement of an object: by its name, or by a map to names. */
export function printObjref(work: Work, row: ObjrefExpression): Statement | undefined {
  if (row.immName !== undefined) return named(row.immType, row.immName)
  const set = row.setName === undefined ? undefined : work.scope.sets.get(row.setName)
  const key = set && row.setSreg !== undefined ? keyOf(work, row.setSreg, set) : undefined
  if (!set || !key) return undefined
  const node: Node = { kind: 'map', key, data: setNode(set), ...untyped(0) }
  return named(set.set.objType, print(work.scope, settle(work.context, node)))
}

function named(type: number | undefined, json: Expr): Statement {
  return { [wordOf(objectTypes, type) ?? 'unknown']: json } as unknown as Statement
}
