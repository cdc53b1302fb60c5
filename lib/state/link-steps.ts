import { addAltname, deleteAltname } from '../link/altname.ts'
import { deleteLink } from '../link/delete.ts'
import type { Link } from '../link/link.ts'
import { listLinks } from '../link/list.ts'
import { type LinkChange, setLink } from '../link/set.ts'
import type { Handle } from '../transport/handle.ts'
import { on } from '../verb/verb.ts'
import { changesOf } from './changes.ts'
import { deletedBy, droppedBy } from './closure.ts'
import type { Difference } from './difference.ts'
import type { Created, Links, Touched } from './links.ts'
import { fetchBack } from './moved.ts'
import { parameterSteps } from './parameters.ts'
import { LOST_WITH_PORTS, portlessBridges } from './portless.ts'
import { creationOrder, recreate } from './recreation.ts'
import type { Step } from './step.ts'

/** What of a link changes with others: those on top of it go down, ports lose their master. */
const COLLATERAL = ['up', 'master', 'port']
/** What the kernel forgets of a link without IPv6. */
const RENEWED = ['afSpec.inet6.addrGenMode', 'afSpec.inet6.token']

/** The steps that bring links back, in their order. */
export async function linkSteps(handle: Handle, links: Links): Promise<Step[]> {
  if (links.touched.size === 0 && links.created.size === 0) return []
  const now = await on(handle, listLinks)({ stats: false })
  const byIndex = new Map(now.map((link) => [link.index, link]))
  const removals = (await Promise.all([...links.created].map((one) => removal(handle, links, now, one)))).flat()
  const deleted = deletedBy(links)
  const returns = [...links.touched].flatMap(([index, touched]) =>
    touched.moved !== undefined && !deleted.has(index) && !byIndex.has(index)
      ? [comeBack(handle, links, index, touched)]
      : [],
  )
  const missing = creationOrder([...deleted].flatMap((index) => absent(links, byIndex, index)))
  const creations = withoutPeers(missing).map((link) => creation(handle, links, link))
  const changes = [...affected(links)].flatMap((index) => changesIn(handle, links, byIndex, index, deleted))
  const bridges = portlessBridges(links).flatMap((index) =>
    settingSteps(handle, links.before.get(index), byIndex.get(index), new Set(LOST_WITH_PORTS)),
  )
  return [...removals, ...returns, ...creations, ...changes, ...bridges]
}

function absent(links: Links, byIndex: ReadonlyMap<number, Link>, index: number): Link[] {
  const link = links.before.get(index)
  return link === undefined || byIndex.has(index) ? [] : [link]
}

/** One end of each pair. */
function withoutPeers(missing: readonly Link[]): Link[] {
  const made = new Set<number>()
  return missing.filter(({ index, kind, link }) => {
    const isDone = kind === 'veth' && link !== undefined && made.has(link)
    made.add(index)
    return !isDone
  })
}

function affected(links: Links): Set<number> {
  return new Set([...droppedBy(links), ...links.touched.keys()])
}

function described(code: Difference['code'], subject: string, how: string) {
  return { code, kind: 'link', subject, message: `link ${subject} ${how}` } as const
}

/** The link that a batch created, if it is there. */
async function removal(handle: Handle, links: Links, now: readonly Link[], created: Created): Promise<Step[]> {
  const { netns } = created
  if (netns === undefined) return removals(handle, links, now, created)
  return handle.inside({ fd: netns }, async (there) => {
    const found = (await on(there, listLinks)({ stats: false })).filter((link) => isThat(link, created))
    return found.map(({ index, name }) => ({
      difference: described('unwanted', name, 'was not there before'),
      run: () => handle.inside({ fd: netns }, (place) => on(place, deleteLink)(index)),
    }))
  })
}

function removals(handle: Handle, links: Links, now: readonly Link[], created: Created): Step[] {
  const found = now.filter((link) => !links.before.has(link.index) && isThat(link, created))
  return found.map((link) => ({
    difference: { ...described('unwanted', link.name, 'was not there before'), found: link },
    run: () => on(handle, deleteLink)(link.index),
  }))
}

function isThat({ index, name, kind }: Link, created: Created): boolean {
  if (created.name !== undefined) return name === created.name
  return created.index === undefined ? kind === created.kind : index === created.index
}

function comeBack(handle: Handle, links: Links, index: number, touched: Touched): Step {
  const link = links.before.get(index) as Link
  const difference = { ...described('missing', link.name, 'is in another namespace'), expected: link }
  return { difference, run: () => fetchBack(handle, link, touched) }
}

function creation(handle: Handle, { before }: Links, link: Link): Step {
  const difference = { ...described('missing', link.name, 'is missing'), expected: link }
  return { difference, run: () => recreate(handle, link, before) }
}

function changesIn(
  handle: Handle,
  links: Links,
  byIndex: ReadonlyMap<number, Link>,
  index: number,
  deleted: ReadonlySet<number>,
): Step[] {
  const [before, now] = [links.before.get(index), byIndex.get(index)]
  if (before === undefined || now === undefined) return []
  const touched = links.touched.get(index)
  const isNew = touched?.renewed === true || deleted.has(index)
  const isDropped = touched === undefined || touched.dropped || deleted.has(index)
  const paths = new Set([...(touched?.paths ?? []), ...(isDropped ? COLLATERAL : []), ...(isNew ? RENEWED : [])])
  const settings = settingSteps(handle, before, now, paths)
  const altnames = paths.has('altnames') ? altnameSteps(handle, before, now) : []
  const parameters = isNew ? parameterSteps(handle, before, now) : []
  // A link comes up with its parameters.
  const isUp = ({ difference }: Step) => difference.expected !== undefined && 'up' in difference.expected
  return [...settings.filter((one) => !isUp(one)), ...altnames, ...parameters, ...settings.filter(isUp)]
}

function settingSteps(
  handle: Handle,
  before: Link | undefined,
  now: Link | undefined,
  paths: ReadonlySet<string>,
): Step[] {
  if (before === undefined || now === undefined) return []
  return changesOf(before, now, paths).map(({ change, expected, found }) => ({
    difference: { ...described('differs', before.name, `differs: ${Object.keys(expected).join()}`), expected, found },
    run: () => setting(handle, before, now, change),
  }))
}

/** Some kernels rename only links that are down (before Linux 6.2). */
async function setting(handle: Handle, before: Link, now: Link, change: LinkChange): Promise<void> {
  const set = on(handle, setLink)
  if (change.name === undefined) return set(before.index, change)
  await set(before.index, change).catch(async () => {
    await set(before.index, { up: false })
    await set(before.index, change)
    if (now.up) await set(before.index, { up: true })
  })
}

function altnameSteps(handle: Handle, before: Link, now: Link): Step[] {
  const [was, is] = [before.altnames ?? [], now.altnames ?? []]
  const extra = is.filter((name) => !was.includes(name))
  const missing = was.filter((name) => !is.includes(name))
  const step = (verb: typeof addAltname, names: string[], how: string): Step[] =>
    names.length === 0
      ? []
      : [{ difference: described('differs', before.name, how), run: () => on(handle, verb)(before.index, names) }]
  return [
    ...step(deleteAltname, extra, 'has other alternative names'),
    ...step(addAltname, missing, 'lacks alternative names'),
  ]
}
