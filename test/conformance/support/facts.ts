import { type Struct, sizeOf } from '../../../lib/wire/struct.ts'
import type { AnyType } from '../../../lib/wire/type.ts'
import type { Question } from './compiler.ts'
import { CONSTANTS, FIELD_PREFIXES, INTERNAL, JOINED, LABELS, MEMBERS, WORDS } from './exceptions.ts'
import { type Found, isStruct, isTable, snake } from './tables.ts'

/** What a table of lib says, and how C is asked for the same. */
export interface Fact extends Question {
  readonly where: string
  readonly value: bigint
}

function fact(where: string, name: string, expression: string, value: number): Fact {
  return { where, name, expression, value: BigInt(value) }
}

/** Everything that the tables say and the headers can confirm. */
export function factsOf(types: readonly Found[]): Fact[] {
  return types.flatMap(({ where, type }) => [
    ...rowFacts(where, type),
    ...structFacts(where, type),
    ...wordFacts(where, type),
  ])
}

function rowFacts(where: string, type: AnyType): Fact[] {
  if (!isTable(type)) return []
  return type.rows.map(({ key, number }) => {
    const name = CONSTANTS[`${type.prefix}.${key}`] ?? `${type.prefix}_${snake(key)}`
    return fact(`${where}.${key}`, name, name, number)
  })
}

/** The label of a type, or the one that stands for it in the list of exceptions. */
function labelOf({ where, type }: Found): string | undefined {
  return type.label ?? LABELS[where]
}

function wordFacts(where: string, type: AnyType): Fact[] {
  const label = labelOf({ where, type })
  if (type.words === undefined || INTERNAL[where] !== undefined) return []
  const words = Object.entries(type.words).filter(([word]) => INTERNAL[`${label}_${snake(word)}`] === undefined)
  return words.flatMap(([word, value]) => {
    const name = WORDS[where]?.[word] ?? `${label}_${snake(word)}`
    return [fact(`${where} '${word}'`, name, name, value)]
  })
}

function structFacts(where: string, type: AnyType): Fact[] {
  const label = labelOf({ where, type })
  if (!isStruct(type) || label === undefined) return []
  const shown = type.fields.filter((field) => !field.key.startsWith('_'))
  return [
    fact(where, label, `sizeof(struct ${label})`, sizeOf(type.fields)),
    ...shown.flatMap((field) => memberFacts(where, label, field)),
  ]
}

function memberFacts(where: string, label: string, field: Struct<never>['fields'][number]): Fact[] {
  const member = MEMBERS[`${label}.${field.key}`] ?? (FIELD_PREFIXES[label] ?? '') + snake(field.key).toLowerCase()
  const name = `${label}.${member}`
  const size = fact(
    `${where}.${field.key}`,
    `sizeof ${name}`,
    `sizeof(((struct ${label} *)0)->${member})`,
    field.type.size,
  )
  return [
    fact(`${where}.${field.key}`, name, `offsetof(struct ${label}, ${member})`, field.offset),
    ...(JOINED[name] === undefined ? [size] : []),
  ]
}

/** Structs and words that neither carry a label nor have one in the list of exceptions: nothing could verify them. */
export function unnamed(types: readonly Found[]): string[] {
  return types
    .filter(({ type }) => type.words !== undefined || isStruct(type))
    .filter((found) => labelOf(found) === undefined && (WORDS[found.where] ?? INTERNAL[found.where]) === undefined)
    .map(({ where }) => where)
}
