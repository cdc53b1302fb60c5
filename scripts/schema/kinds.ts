// A union of objects that have the kind of a link as their mark.
import ts from 'typescript'
import { type Schema, when } from './schema.ts'
import type { Walk } from './walk.ts'

/** Kinds of pairs: a topology has the peer of a veth pair next to its data, and does not describe those of others. */
const ELSEWHERE = ['netkit', 'veth', 'vxcan']

/**
 * One object with the properties of all, whose `data` depends on its `kind`: an editor then offers all properties in one list. Undefined if the
 * union is another one.
 */
export function kindsOf(walk: Walk, union: ts.UnionType): Schema | undefined {
  const kinds = union.types.map((one) => [wordOf(walk, one), one] as const)
  const any = kinds.find(([word]) => word === '')?.[1]
  if (any === undefined || kinds.some(([word]) => word === undefined)) return undefined
  const { properties } = walk.properties(any)
  const known = kinds.filter(([word]) => word !== undefined && word !== '' && !ELSEWHERE.includes(word)) as [
    string,
    ts.Type,
  ][]
  return {
    type: 'object',
    properties: { ...properties, data: { description: properties.data?.description } },
    additionalProperties: false,
    allOf: [...known.map(([kind, type]) => dataOf(walk, kind, type)), otherwise(known.map(([kind]) => kind))],
  }
}

/** The kind of the object: '' if it is any, undefined if it has none. */
function wordOf(walk: Walk, type: ts.Type): string | undefined {
  const kind = typeOf(walk, type, 'kind')
  if (kind === undefined) return undefined
  const words = (kind.isUnion() ? kind.types : [kind]).filter(({ flags }) => !(flags & ts.TypeFlags.Undefined))
  return words.length === 1 && words[0]?.isStringLiteral() ? words[0].value : ''
}

function typeOf({ checker }: Walk, type: ts.Type, key: string): ts.Type | undefined {
  const property = checker.getPropertyOfType(type, key)
  return property && checker.getTypeOfSymbol(property)
}

const ofKinds = (kinds: Schema): Schema => ({ properties: { kind: kinds }, required: ['kind'] })

function dataOf(walk: Walk, kind: string, type: ts.Type): Schema {
  const schema = walk.schema(typeOf(walk, type, 'data') as ts.Type)
  return when(ofKinds({ const: kind }), { properties: { data: schema } })
}

/** The data of any other kind is bytes, which JSON does not have, or empty. */
function otherwise(kinds: readonly string[]): Schema {
  return when(ofKinds({ not: { enum: kinds } }), { properties: { data: { type: 'object', maxProperties: 0 } } })
}
