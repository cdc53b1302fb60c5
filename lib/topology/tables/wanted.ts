import { describeValue, InputError } from '../../errors.ts'
import type { canonical, stable } from '../../nftables/canonical.ts'
import type { Family, NftChain, NftObject, NftTable } from '../../nftables/json.ts'
import { mayHaveOptions } from '../../verb/options.ts'
import type { Owner } from '../owner.ts'
import { AnyLinks } from './any-links.ts'
import { isMarked, marked } from './mark.ts'
import { byTable, tableKey, tableOf, withoutMark } from './objects.ts'
import { checkReferences } from './references.ts'

/** What compares tables, which is loaded if a topology has some. */
export interface Nft {
  readonly canonical: typeof canonical
  readonly stable: typeof stable
}

/** A table that must be there. */
export interface WantedTable {
  readonly family: Family
  readonly name: string
  readonly path: string
  /** What creates it, with the mark of the owner. */
  readonly objects: readonly NftObject[]
  /** The same in the form in which tables are compared, without the mark. */
  readonly canonical: readonly NftObject[]
  readonly isMarked: boolean
  readonly nft: Nft
}

/** The tables of a namespace. */
export interface WantedTables {
  readonly path: string
  readonly tables: readonly WantedTable[]
  /** Links that rules name, which the kernel has by their numbers. */
  readonly links: readonly string[]
}

interface TableChecking {
  readonly owner: Owner
  readonly nft: Nft
  /** Whether the tables become those of the owner. */
  readonly marking: boolean
}

/** Checks the tables of a namespace. */
export function checkTables(path: string, given: unknown, checking: TableChecking): WantedTables {
  const { nft } = checking
  const at = path.slice(0, -'nftables'.length).replace(/\.$/, '')
  try {
    const objects = objectsOf(given)
    const places = placesOf(objects)
    checkReferences(objects, places)
    const links = new AnyLinks()
    const first = nft.canonical([...places.values()], objects, links)
    const whole = folded(objects)
    const forms = byTable(whole.length === objects.length ? first : nft.canonical([...places.values()], whole, links))
    const bodies = byTable(whole)
    const tables = [...places].map(([key, table]) =>
      wantedTable(`${path}[${table.index}]`, table, bodies.get(key) ?? [], forms.get(key) ?? [], checking),
    )
    return { path, tables, links: links.names }
  } catch (thrown) {
    throw under(at, thrown)
  }
}

/** An invalid value, seen from the topology. The compiler is loaded on demand, and may have a class of its own for it. */
function under(path: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown.name !== 'InputError') return thrown
  const { message, kind, errno, path: inner, code, phrase } = thrown as InputError
  const found = Object.assign(new InputError(message, kind, errno), { path: inner, code, phrase })
  return path === '' ? found : found.under(path)
}

function wantedTable(
  path: string,
  { family, name }: NftTable,
  objects: readonly NftObject[],
  form: readonly NftObject[],
  { owner, nft, marking }: TableChecking,
): WantedTable {
  const whole = objects.map((object) => numbered(marking ? withMark(object, owner) : object, form))
  const { comment } = (whole[0] as { table: NftTable }).table
  return {
    family,
    name,
    path,
    objects: whole,
    canonical: withoutMark(form, owner),
    isMarked: isMarked(comment, owner),
    nft,
  }
}

function withMark(object: NftObject, owner: Owner): NftObject {
  if (!('table' in object)) return object
  return { table: { ...object.table, comment: marked(object.table.comment, owner) } }
}

/** A chain with its priority as a number: nft 1.0.6 ignores names of priorities in JSON. */
function numbered(object: NftObject, form: readonly NftObject[]): NftObject {
  if (!('chain' in object) || typeof object.chain.prio !== 'string') return object
  const { name } = object.chain
  const found = form.find((one) => 'chain' in one && one.chain.name === name) as { chain: NftChain } | undefined
  return { chain: { ...object.chain, prio: found?.chain.prio ?? object.chain.prio } }
}

/** The objects of a list; an object may be given by the command `add`. */
function objectsOf(given: unknown): NftObject[] {
  const list: unknown =
    mayHaveOptions(given) && !Array.isArray(given) ? (given as { nftables?: unknown }).nftables : given
  if (!Array.isArray(list))
    throw new InputError(`must be an array of objects, not ${describeValue(given)}`).under('nftables')
  return list.flatMap((one: unknown, i) => {
    if (!mayHaveOptions(one) || Object.keys(one).length !== 1)
      throw new InputError(`must be an object such as { table: { ... } }, not ${describeValue(one)}`).under(at(i))
    const [word] = Object.keys(one) as [string]
    if (word === 'metainfo') return []
    if (!COMMANDS.includes(word)) return [one as NftObject]
    if (word !== 'add')
      throw new InputError('is not allowed here: a table is given as a whole').under(`${at(i)}.${word}`)
    return [(one as { add: NftObject }).add]
  })
}

const COMMANDS = ['add', 'create', 'insert', 'replace', 'delete', 'destroy', 'flush', 'reset', 'rename', 'list']
const at = (i: number) => `nftables[${i}]`

interface Place extends NftTable {
  readonly index: number
}

/** The tables, by family and name. */
function placesOf(objects: readonly NftObject[]): Map<string, Place> {
  const found = new Map<string, Place>()
  for (const [index, object] of objects.entries()) {
    if (!('table' in object) || !mayHaveOptions(object.table)) continue
    const other = found.get(tableKey(object.table))
    if (other !== undefined) throw new InputError(`is the same table as ${at(other.index)}`).under(at(index))
    if ([object.table.flags].flat().includes('owner'))
      throw new InputError("must not contain 'owner': the table would be deleted at once").under(
        `${at(index)}.table.flags`,
      )
    found.set(tableKey(object.table), { ...object.table, index })
  }
  return found
}

/** Elements that are given apart from their set, as part of it; and handles, which the kernel chooses, left out. */
function folded(objects: readonly NftObject[]): NftObject[] {
  const out: NftObject[] = []
  for (const object of objects) {
    const [kind, body] = Object.entries(object)[0] as [string, Record<string, unknown>]
    const { handle: _, ...rest } = body
    const set = kind === 'element' ? out.findIndex((one) => isSetOf(one, body)) : -1
    if (set < 0) out.push({ [kind]: rest } as unknown as NftObject)
    else out[set] = withElements(out[set] as NftObject, body.elem)
  }
  return out
}

function isSetOf(object: NftObject, element: Record<string, unknown>): boolean {
  const body = 'set' in object ? object.set : 'map' in object ? object.map : undefined
  return (
    body !== undefined &&
    body.name === element.name &&
    tableKey(tableOf(object)) === tableKey({ family: element.family, name: element.table })
  )
}

function withElements(object: NftObject, elem: unknown): NftObject {
  const [kind, body] = Object.entries(object)[0] as [string, { elem?: unknown }]
  return { [kind]: { ...body, elem: [...[body.elem ?? []].flat(), ...[elem].flat()] } } as unknown as NftObject
}
