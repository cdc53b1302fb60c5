import { describeValue } from '../../errors.ts'
import { openRule, type Surroundings } from '../compile/context.ts'
import { sideOf } from '../compile/declare.ts'
import { expression } from '../compile/expression.ts'
import { isConstant, type Typed } from '../compile/node.ts'
import { fail, type Placed } from '../compile/path.ts'
import { isObject, object, only } from '../compile/read.ts'
import type { SetSide } from '../compile/set.ts'
import { typeofRecord } from '../compile/typeof.ts'
import { UNORDERED } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import { concatenation, datatypeNamed } from '../datatype/table.ts'

/** The type of keys or data, and what nft keeps of the expression that it was taken from. */
export interface DeclaredType {
  side: SetSide
  like?: Uint8Array
}

const typeofProperties = new Set(['typeof'])

/** A datatype by its name, several of a concatenation, or `{ typeof: expression }`. */
export function declaredType(around: Surroundings, family: number, table: string, json: unknown): DeclaredType {
  if (isObject(json)) return typeOf(around, family, table, json)
  const names = typeof json === 'string' ? json.split(/\s+\.\s+/) : json
  if (!Array.isArray(names) || names.length === 0) {
    return fail(around, `must be a type, a list of types or { typeof: expression }, not ${describeValue(json)}`)
  }
  if (names.length === 1) return { side: single(around, names[0]) }
  const parts = names.map((name, index) => part(around, name, index))
  const types = parts.map(({ datatype }) => datatype)
  const datatype = concatenation(types)
  return { side: { datatype, length: datatype.size, byteorder: UNORDERED, parts } }
}

function part(at: Placed, name: unknown, index: number): Typed {
  at.path.push(index)
  const found = single(at, name)
  at.path.pop()
  return found
}

function single(at: Placed, name: unknown): Typed {
  const datatype = typeof name === 'string' ? datatypeNamed(name) : undefined
  if (!datatype) return fail(at, `unknown type ${describeValue(name)}`)
  checkSized(at, datatype)
  return { datatype, length: datatype.size, byteorder: datatype.byteorder }
}

function checkSized(at: Placed, datatype: Datatype): void {
  if (datatype.size > 0 && datatype.base !== 'none') return
  fail(at, `must have a fixed size, not ${datatype.name}; use { typeof: expression }`)
}

function typeOf(around: Surroundings, family: number, table: string, json: unknown): DeclaredType {
  const held = object(around, json)
  only(around, held, typeofProperties)
  around.path.push('typeof')
  const ctx = openRule(expression, around, family, table, true)
  const like = Array.isArray(held.typeof) ? { concat: held.typeof } : held.typeof
  const node = expression(ctx, like, 'left')
  if (isConstant(node) || node.kind === 'set' || node.length === 0) fail(around, 'must be an expression with a type')
  around.path.pop()
  const record = typeofRecord(node)
  return record ? { side: sideOf(node), like: record } : { side: sideOf(node) }
}
