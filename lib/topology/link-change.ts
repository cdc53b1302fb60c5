import { wholeData } from '../link/kinds/whole.ts'
import type { Link } from '../link/link.ts'
import { FLAG_OPTIONS } from '../link/request.ts'
import { differingPart } from './comparison.ts'
import { Conflict } from './failure.ts'
import { type Item, PHASES } from './families.ts'
import { describe, picked } from './fates.ts'
import { named } from './naming.ts'
import { isTagged } from './owner.ts'
import type { PlanContext } from './plan-context.ts'
import { changeOf, type WantedLink } from './wanted-link.ts'

/** What a link has as a port of its master. */
export const OF_MASTER: readonly string[] = ['master', 'port', 'portKind']
/** Nested properties, which are compared one by one. */
const NESTS = ['data', 'port', 'afSpec']

/** The steps for a link that stays. */
export function linkChanges(context: PlanContext, link: WantedLink, found: Link): void {
  const fields = changedFields(context, link, found)
  altnameSteps(context, link, found)
  if (fields.length === 0) return
  checkOwner(context, link, found, fields)
  const isUp = fields.includes('up') && link.given.up === true
  const set = (phase: number, isMine: (key: string) => boolean) => {
    const mine = fields.filter((field) => isMine(topOf(field)))
    if (mine.length > 0) setStep(context, link, found, phase, mine)
  }
  set(PHASES.change, (key) => !OF_MASTER.includes(key) && key !== 'afSpec' && !(key === 'up' && isUp))
  // IPv6 begins with an MTU of 1280.
  set(PHASES.change, (key) => key === 'afSpec')
  set(PHASES.master, (key) => OF_MASTER.includes(key))
  set(PHASES.up, (key) => key === 'up' && isUp)
}

function altnameSteps(context: PlanContext, link: WantedLink, found: Link): void {
  const { netns, name, path, given } = link
  const { altnames: there = [] } = found
  const { altnames: wanted = [] } = given
  const missing = [...markOf(context, link, found), ...wanted.filter((one) => !there.includes(one))]
  const extra = context.exact ? there.filter((one) => !wanted.includes(one)) : []
  if (extra.length > 0) context.step(PHASES.tag, netns, 'deleteAltname', [name, extra], 'differs', path)
  if (missing.length === 0) return
  checkOwner(context, link, found, ['altnames'])
  context.step(PHASES.tag, netns, 'addAltname', [name, missing], 'differs', path)
}

/** The mark that the far end of a pair lacks if the process that created it was killed. */
function markOf({ exact, fates, owner }: PlanContext, link: WantedLink, found: Link): string[] {
  const lacks = !exact && !isTagged(found, owner) && fates.isOwned(link.netns, found, link)
  return lacks ? [`${owner.prefix}${link.name}`] : []
}

/** A link that is described with its kind is the owner's. */
function checkOwner(context: PlanContext, link: WantedLink, found: Link, fields: readonly string[]): void {
  if (link.kind === undefined || context.force || context.fates.isOwned(link.netns, found, link)) return
  const which = `${describe(found)} exists with other properties (${fields.join(', ')})`
  throw new Conflict(context.operation, link.path, `${which}, and does not belong to the owner`)
}

function setStep(context: PlanContext, link: WantedLink, found: Link, phase: number, fields: string[]): void {
  const { netns, name, path, kind = found.kind } = link
  const shown = named(found as never, context.actual(netns).byIndex)
  const tops = [...new Set(fields.map(topOf))]
  const differing = narrowed(picked(link.change as Item, tops), fields)
  const change = changeOf({ ...completed(differing, found), ...ofPort(link, tops) }, kind)
  const before = narrowed(Object.fromEntries(tops.map((key) => [key, shown[key] ?? null])), fields)
  context.step(phase, netns, 'setLink', [name, change], 'differs', path, { before, fields })
}

/** The kind of the master, which the settings of a port need. */
function ofPort({ change: { portKind } }: WantedLink, keys: readonly string[]): { portKind?: unknown } {
  return portKind !== undefined && keys.includes('port') ? { portKind } : {}
}

/** The properties of a kind of which the kernel returns the absent ones to their defaults. */
function completed(change: Record<string, unknown>, found: Link): Record<string, unknown> {
  const { data } = change
  return typeof data === 'object' && data !== null
    ? { ...change, data: wholeData(found.kind, found.data, data) }
    : change
}

const topOf = (field: string) => field.split('.')[0] as string

/** Of nested properties, only those that differ. */
function narrowed(change: Item, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(change).map(([key, value]) => {
      const inner = fields.flatMap((field) => (field.startsWith(`${key}.`) ? [field.slice(key.length + 1)] : []))
      const isNest = inner.length > 0 && typeof value === 'object' && value !== null
      return [key, isNest ? picked(value as Item, inner) : value]
    }),
  )
}

/** What differs from a link that stays: `mtu`, `data.stpState`. */
function changedFields(context: PlanContext, link: WantedLink, found: Link): string[] {
  const resolve = context.resolve(link.netns)
  const wanted: Item = Object.assign({}, ...link.changed.map((one) => one.read(resolve)))
  return Object.keys(link.change).flatMap((key) => changedIn(key, link, wanted, found))
}

function changedIn(key: string, { change }: WantedLink, wanted: Item, found: Link): string[] {
  const listed = found as never as Item
  if (key === 'portKind') return []
  if (NESTS.includes(key)) {
    const inner = differingPart((wanted[key] ?? {}) as Item, (listed[key] ?? {}) as Item)
    return inner.map((one) => `${key}.${one}`)
  }
  return isChanged(key, change[key], wanted[key], found) ? [key] : []
}

function isChanged(key: string, given: unknown, wanted: unknown, found: Link): boolean {
  if (key === 'flags') return (given as Link['flags']).some((word) => !found.flags.includes(word))
  if (FLAG_OPTIONS.includes(key)) return given !== found.flags.includes(key as Link['flags'][number])
  return differingPart({ [key]: wanted }, found as never).length > 0
}
