import type { Family, NftObject, NftTable } from '../../nftables/json.ts'
import { grouped } from '../../verb/grouped.ts'
import type { Owner } from '../owner.ts'
import { unmarked } from './mark.ts'

type Body = Readonly<Record<string, unknown>>

/** The kind of an object and its properties. */
export function bodyOf(object: NftObject): [kind: string, body: Body] {
  return Object.entries(object)[0] as [string, Body]
}

/** Identifies the table of an object, also of the table itself. */
export function tableOf(object: NftObject): { family: Family; name: string } {
  const [kind, body] = bodyOf(object)
  return { family: body.family as Family, name: (kind === 'table' ? body.name : body.table) as string }
}

export const tableKey = ({ family, name }: { family: unknown; name: unknown }): string => `${family} ${name}`

/** The objects of each table, with the table itself first. */
export function byTable(objects: readonly NftObject[]): Map<string, NftObject[]> {
  return grouped(objects, (object) => tableKey(tableOf(object)))
}

/** The table itself. */
export function headOf([first]: readonly NftObject[]): NftTable {
  return (first as { table: NftTable }).table
}

/** Without the mark of the owner. */
export function withoutMark(objects: readonly NftObject[], owner: Owner): NftObject[] {
  return objects.map((object) => {
    if (!('table' in object)) return object
    const { comment, ...table } = object.table
    const own = unmarked(comment, owner)
    return { table: own === undefined ? table : { ...table, comment: own } }
  })
}

/** What an object belongs to, rules to their chain: `chains.forward`, `sets.blocked`, `table`. */
export function labelOf(object: NftObject): string {
  const [kind, body] = bodyOf(object)
  if (kind === 'table') return 'table'
  return kind === 'rule' ? `chains.${body.chain}` : `${kind}s.${body.name}`
}

/** Objects by what they belong to, for the fields of a step; all of them without fields. */
export function byField(objects: readonly NftObject[], fields: readonly string[] | undefined): unknown {
  if (fields === undefined) return objects
  return Object.fromEntries(fields.map((field) => [field, objects.filter((object) => labelOf(object) === field)]))
}
