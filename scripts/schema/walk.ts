// A type of the compiler as a JSON schema.
import ts from 'typescript'
import { integerOf } from './integer.ts'
import { kindsOf } from './kinds.ts'
import { isRefused, namesOf, refinementOf } from './refinement.ts'
import type { Properties, Schema } from './schema.ts'

/** Their values are bytes, which JSON does not have. */
const BYTES = ['Uint8Array', 'RawBytes', 'ArrayBufferView']

/** Reads types, and collects the definitions of those that have a name. */
export class Walk {
  readonly definitions: Record<string, Schema> = {}
  readonly checker: ts.TypeChecker
  readonly #names = new Map<ts.Type, string>()

  constructor(checker: ts.TypeChecker) {
    this.checker = checker
  }

  /** The schema of a type; undefined if JSON has no such value. */
  schema(type: ts.Type, declared?: ts.Symbol): Schema | undefined {
    const name = this.#nameOf(type)
    if (name === undefined) return this.#inline(type, declared)
    if (!this.#names.has(type)) {
      this.#names.set(type, name)
      this.definitions[name] = { ...this.#described(type), ...this.#inline(type), ...refinementOf(name) }
    }
    return { $ref: `#/$defs/${name}` }
  }

  /** Objects that the library names have a definition of their own. Of two types with one name, the second is written out. */
  #nameOf(type: ts.Type): string | undefined {
    const known = this.#names.get(type)
    if (known !== undefined) return known
    const isGeneric = (type.aliasTypeArguments ?? this.#argumentsOf(type)).length > 0
    const symbol = type.aliasSymbol ?? (type.flags & ts.TypeFlags.Object ? type.getSymbol() : undefined)
    if (symbol === undefined || isGeneric || symbol.name.startsWith('__')) return undefined
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? ''
    const isOwn = file.includes('/lib/') && !file.includes('/node_modules/')
    const isFree = !Object.hasOwn(this.definitions, symbol.name) && !BYTES.includes(symbol.name)
    return isOwn && isFree && !isPlain(type) ? symbol.name : undefined
  }

  #argumentsOf(type: ts.Type): readonly ts.Type[] {
    const isReference = ((type as ts.ObjectType).objectFlags ?? 0) & ts.ObjectFlags.Reference
    return isReference ? this.checker.getTypeArguments(type as ts.TypeReference) : []
  }

  #described(type: ts.Type): Schema {
    const symbol = type.aliasSymbol ?? type.getSymbol()
    return symbol === undefined ? {} : describedBy(this.checker, symbol)
  }

  #inline(type: ts.Type, declared?: ts.Symbol): Schema | undefined {
    if (type.isUnion()) return this.#union(type, declared)
    if (type.flags & ts.TypeFlags.String) return { type: 'string' }
    if (type.flags & ts.TypeFlags.Number) return integerOf(declared)
    if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' }
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' }
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value }
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' }
    if (type.flags & ts.TypeFlags.NonPrimitive) return { type: 'object' }
    if (type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String)) return { type: 'string' }
    // Words of a state that listed objects contain, which are accepted and not sent.
    if (type.isIntersection() && type.types.some((part) => part.isStringLiteral())) return undefined
    return type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) ? this.#object(type, declared) : undefined
  }

  #union(type: ts.UnionType, declared: ts.Symbol | undefined): Schema | undefined {
    const byKind = kindsOf(this, type)
    if (byKind !== undefined) return byKind
    const given = type.types.filter((one) => !(one.flags & ts.TypeFlags.Undefined) && !isRefused(this.#keysOf(one)))
    const words = given.filter((one) => one.isStringLiteral()).map(({ value }) => value)
    const booleans = given.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral)
    const others = given.filter((one) => !one.isStringLiteral() && (booleans.length < 2 || !booleans.includes(one)))
    const schemas = [
      ...(words.length === 0 ? [] : [{ enum: words.toSorted() }]),
      ...(booleans.length < 2 ? [] : [{ type: 'boolean' }]),
      ...others.map((one) => this.schema(one, declared)).filter((one) => one !== undefined),
    ]
    return schemas.length > 1 ? { anyOf: schemas } : schemas[0]
  }

  #keysOf(type: ts.Type): string[] {
    return type.flags & ts.TypeFlags.Object ? this.checker.getPropertiesOfType(type).map(({ name }) => name) : []
  }

  #object(type: ts.Type, declared: ts.Symbol | undefined): Schema | undefined {
    if (BYTES.includes(type.getSymbol()?.name ?? '') || type.getCallSignatures().length > 0) return undefined
    if (this.checker.isTupleType(type)) return this.#tuple(type, declared)
    const item = this.checker.isArrayType(type) ? this.#argumentsOf(type)[0] : undefined
    if (item !== undefined) return { type: 'array', items: this.schema(item, declared) ?? false }
    const { properties, required } = this.properties(type)
    const index = type.getStringIndexType()
    return {
      type: 'object',
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: index === undefined ? false : (this.schema(index) ?? false),
    }
  }

  #tuple(type: ts.Type, declared: ts.Symbol | undefined): Schema {
    const items = this.#argumentsOf(type).map((one) => this.schema(one, declared) ?? false)
    return { type: 'array', prefixItems: items, items: false, minItems: items.length }
  }

  /** The properties of an object that JSON can have, each with its doc comment. */
  properties(type: ts.Type): Properties {
    const properties: Record<string, Schema> = {}
    const required: string[] = []
    for (const symbol of this.checker.getPropertiesOfType(type)) {
      const schema = this.schema(this.checker.getTypeOfSymbol(symbol), symbol)
      if (schema === undefined) continue
      const names = schema.properties === undefined && schema.type === 'object' ? namesOf(symbol.name) : {}
      properties[symbol.name] = { ...describedBy(this.checker, symbol), ...schema, ...names }
      if (!(symbol.flags & ts.SymbolFlags.Optional)) required.push(symbol.name)
    }
    return { properties, required }
  }
}

/** A word, a number, or one of several. */
function isPlain(type: ts.Type): boolean {
  if (!type.isUnion()) return !(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
  return type.types.every(isPlain)
}

/** The doc comment on one line, with names of types instead of links to them. */
export function describedBy(checker: ts.TypeChecker, symbol: ts.Symbol): Schema {
  const text = ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replaceAll(/\{@link (\S+?)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return text === '' ? {} : { description: text }
}
