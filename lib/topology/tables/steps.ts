import type { NftObject, NftTable } from '../../nftables/json.ts'
import { Conflict } from '../failure.ts'
import { PHASES } from '../families.ts'
import type { PlanContext } from '../plan-context.ts'
import type { WantedSpace } from '../wanted.ts'
import { AnyLinks } from './any-links.ts'
import { isMarked } from './mark.ts'
import { byTable, headOf, labelOf, tableKey, withoutMark } from './objects.ts'
import type { WantedTable, WantedTables } from './wanted.ts'

/** The steps for the tables of a namespace: each that differs is replaced as a whole. */
export function tableSteps(context: PlanContext, { netns, tables }: WantedSpace): void {
  if (tables === undefined) return
  for (const name of tables.links) context.checkLink(netns, tables.path, name)
  const found = byTable(context.actual(netns).tables ?? [])
  for (const table of tables.tables) {
    checkDevices(context, netns, table)
    const key = tableKey(table)
    oneTable(context, netns, table, found.get(key), tables)
    found.delete(key)
  }
  for (const objects of found.values()) removeTable(context, netns, objects, tables.path)
}

/** Links of chains and flowtables, which must be there. */
function checkDevices(context: PlanContext, netns: string, { objects, path }: WantedTable): void {
  for (const name of devicesOf(objects)) context.checkLink(netns, path, name)
}

function devicesOf(objects: readonly NftObject[]): string[] {
  return objects.flatMap((object) => {
    const { dev } = ('chain' in object ? object.chain : 'flowtable' in object ? object.flowtable : {}) as {
      dev?: string | string[]
    }
    return [dev ?? []].flat()
  })
}

function oneTable(
  context: PlanContext,
  netns: string,
  wanted: WantedTable,
  there: readonly NftObject[] | undefined,
  tables: WantedTables,
): void {
  if (there === undefined) {
    context.step(PHASES.tables, netns, 'apply', [wanted.objects], 'missing', wanted.path)
    return
  }
  const changed = differences(wanted.canonical, plain(context, wanted, there))
  const isLost = losesLink(context, netns, wanted, tables.links)
  const isOwn = isMarked(headOf(there).comment, context.owner)
  if (changed.size === 0 && !isLost && (!context.exact || isOwn === wanted.isMarked)) return
  if (!context.force && !isOwn) throw new Conflict(context.operation, `${wanted.path}.table`, whose(headOf(there)))
  const commands = [{ add: bare(wanted) }, { delete: bare(wanted) }, ...wanted.objects]
  const fields = [...changed.keys()]
  const before = Object.fromEntries(changed)
  context.step(PHASES.tables, netns, 'apply', [commands], 'differs', wanted.path, { before, fields })
}

const bare = ({ family, name }: { family: NftTable['family']; name: string }) => ({ table: { family, name } })

const whose = ({ family, name }: NftTable) =>
  `another table '${family} ${name}' is there, which does not belong to the owner`

/** What is there in the form in which tables are compared. */
function plain(context: PlanContext, wanted: WantedTable, there: readonly NftObject[]): readonly NftObject[] {
  const { nft, canonical } = wanted
  const listed = withoutMark(there.map(nft.stable), context.owner)
  if (differences(canonical, listed).size === 0) return listed
  try {
    return withoutMark(nft.canonical([headOf(there)], there, new AnyLinks()), context.owner)
  } catch {
    // Part of it is unknown here, and listed as bytes.
    return listed
  }
}

/** Whether the kernel drops part of a table with a link that is made again. */
function losesLink(context: PlanContext, netns: string, { objects }: WantedTable, links: readonly string[]): boolean {
  const text = JSON.stringify(objects)
  const named = links.filter((name) => text.includes(JSON.stringify(name)))
  return [...named, ...devicesOf(objects)].some((name) => {
    const link = context.actual(netns).byName.get(name)
    return link !== undefined && context.fates.isGone(netns, link.index)
  })
}

/** What differs, with what is there of it. */
function differences(wanted: readonly NftObject[], found: readonly NftObject[]): Map<string, NftObject[]> {
  const [ours, theirs] = [texts(wanted), texts(found)]
  const labels = [...new Set([...ours.keys(), ...theirs.keys()])]
  const others = labels.filter((label) => ours.get(label) !== theirs.get(label))
  return new Map(others.map((label) => [label, found.filter((object) => labelOf(object) === label)]))
}

function texts(objects: readonly NftObject[]): Map<string, string> {
  const out = new Map<string, string>()
  for (const object of objects) {
    const label = labelOf(object)
    out.set(label, `${out.get(label) ?? ''}${JSON.stringify(object)}\n`)
  }
  return out
}

function removeTable(context: PlanContext, netns: string, objects: readonly NftObject[], path: string): void {
  const table = headOf(objects)
  if (!isMarked(table.comment, context.owner)) return
  const before = { table: withoutMark(objects, context.owner)[0] }
  context.step(PHASES.deleteTable, netns, 'apply', [[{ delete: bare(table) }]], 'unwanted', path, { before })
}
