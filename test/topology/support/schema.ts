import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv2020 } from 'ajv/dist/2020.js'

export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly { readonly if: Schema; readonly then: Schema }[]
  readonly const?: unknown
  readonly $defs?: Readonly<Record<string, Schema>>
}

/** The schema as a user of the package finds it. */
export const schema = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('netlink-ts/topology.schema.json'), 'utf8'),
) as Schema

const validate = new Ajv2020({ allErrors: true, strictRequired: false, strictTypes: false }).compile(schema)

/** What is wrong with a topology, each with its place; nothing if it is valid. */
export function faults(topology: unknown): string[] {
  if (validate(JSON.parse(JSON.stringify(topology)))) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** Follows references. */
export function resolved(one: Schema): Schema {
  if (one.$ref === undefined) return one
  return resolved(schema.$defs?.[one.$ref.replace('#/$defs/', '')] as Schema)
}

/** The alternatives of a schema, of arrays those of their items. */
export function alternatives(one: Schema): Schema[] {
  const { anyOf, items, ...rest } = resolved(one)
  if (anyOf !== undefined) return anyOf.flatMap(alternatives)
  return items === undefined ? [rest] : alternatives(items)
}
