/** A JSON schema (draft 2020-12). */
export type Schema = Readonly<Record<string, unknown>>

/** The properties of an object, and those that it must have. */
export interface Properties {
  readonly properties: Record<string, Schema>
  readonly required: string[]
}

/** A rule for what meets a condition: `if` and `then`. */
export function when(condition: Schema, rule: Schema): Schema {
  return Object.fromEntries([
    ['if', condition],
    ['then', rule],
  ])
}
