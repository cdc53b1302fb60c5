import { constants } from '../builtin.ts'
import { callerError, describeValue, InputError, kernelError, NetlinkError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { verb } from '../verb/verb.ts'
import type { LinkRef } from '../wire/reference.ts'
import { fromReport, type Link } from './link.ts'
import { briefRequest, request, setRequest } from './message.ts'
import { BRIEF, briefReading } from './reading.ts'
import { checkTarget, missingLink, publishTarget, target } from './target.ts'

const OPERATION = 'deleteLinks'

const requests = {
  list: briefRequest(OPERATION, 'list', { answer: fromReport }),
  read: briefReading(OPERATION),
  delete: request(OPERATION, 'delete', { publish: publishTarget }),
  /** RTM_SETLINK */
  group: setRequest(OPERATION, 'set', { publish: publishTarget }),
}

/** Fewer links than this are deleted one by one. */
const MIN_BULK_LINKS = 3

/**
 * Deletes many links in one operation, by index, name, alternative name or listed object. The kernel waits once for all of them
 * (net/core/rtnetlink.c, rtnl_group_dellink) instead of once for each. If any link is missing (ENODEV, `links[1]`) or cannot be deleted,
 * none is deleted. It is not an error to name a link twice, or one that is deleted together with another (the peer of a veth).
 */
export const deleteLinks = verb(
  'deleteLinks',
  (handle: Handle, links: readonly LinkRef[]): Promise<void> => {
    if (!Array.isArray(links))
      throw callerError(OPERATION, new InputError(`must be an array, not ${describeValue(links)}`).under('links'))
    const refs = Array.from(links, (link, i) => checkTarget(OPERATION, link, `links[${i}]`))
    if (refs.length === 0) return Promise.resolve()
    return handle.task(OPERATION, (alone) => remove(alone, refs))
  },
  { undo: 'scope' },
)

/** An index, or a name as the caller wrote it. */
type Ref = number | string

async function remove(alone: Handle, refs: readonly Ref[]): Promise<void> {
  if (refs.length < MIN_BULK_LINKS)
    return deleteSingly(alone, deletable(await Promise.all(refs.map((ref, i) => read(alone, ref, i)))))
  const [all, byName] = await Promise.all([alone.list(requests.list, BRIEF), readNames(alone, refs)])
  const byIndex = new Map(all.map((link) => [link.index, link]))
  const targets = deletable(refs.map((ref, i) => byName.get(ref) ?? listed(byIndex, ref, i)))
  if (targets.length < MIN_BULK_LINKS) return deleteSingly(alone, targets)
  return deleteTogether(alone, targets, unusedGroup(all))
}

function listed(byIndex: ReadonlyMap<Ref, Link>, ref: Ref, i: number): Link {
  const link = byIndex.get(ref)
  if (link === undefined) throw missingLink(OPERATION, ref, `links[${i}]`)
  return link
}

/**
 * Looks up the links by name in the kernel: listed names are text, and names that differ only in bytes that are not UTF-8 look the same.
 */
async function readNames(alone: Handle, refs: readonly Ref[]): Promise<Map<Ref, Link>> {
  const found = new Map<Ref, Promise<Link>>()
  for (const [i, ref] of refs.entries()) {
    if (typeof ref === 'string' && !found.has(ref)) found.set(ref, read(alone, ref, i))
  }
  return new Map(await Promise.all([...found].map(async ([ref, link]) => [ref, await link] as const)))
}

/** Each link once. Hardware and the loopback link have no kind and cannot be deleted (rtnl_delete_link in net/core/rtnetlink.c). */
function deletable(found: readonly Link[]): Link[] {
  for (const [i, { kind, name }] of found.entries()) {
    if (kind !== undefined) continue
    throw kernelError(OPERATION, -constants.errno.EOPNOTSUPP, {
      reason: `'${name}' is not a link that can be deleted`,
      attribute: `links[${i}]`,
    })
  }
  return [...new Map(found.map((link) => [link.index, link])).values()]
}

async function read(alone: Handle, ref: Ref, i: number): Promise<Link> {
  try {
    return await alone.request(requests.read, { ...target(OPERATION, ref), ...BRIEF })
  } catch (thrown) {
    throw isGone(thrown) ? missingLink(OPERATION, ref, `links[${i}]`) : thrown
  }
}

function isGone(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && thrown.code === 'ENODEV'
}

/** A link that was deleted with another, or by another program, is not an error. */
async function unlessGone(promise: Promise<unknown>): Promise<void> {
  try {
    await promise
  } catch (thrown) {
    if (!isGone(thrown)) throw thrown
  }
}

async function deleteSingly(alone: Handle, targets: readonly Link[]): Promise<void> {
  await Promise.all(targets.map(({ index }) => unlessGone(alone.request(requests.delete, { index }))))
}

/** An unused group number; 0 is the default group. */
function unusedGroup(all: readonly Link[]): number {
  const used = new Set(all.map((link) => link.group))
  let group: number
  do group = 1 + Math.floor(Math.random() * 0x7fff_fffe)
  while (used.has(group))
  return group
}

/** Moves the links to a new group and deletes the group; if the kernel refuses, each returns to its previous group. */
async function deleteTogether(alone: Handle, targets: readonly Link[], group: number): Promise<void> {
  const moves = targets.map(({ index }) => unlessGone(alone.request(requests.group, { index, group })))
  const deletion = unlessGone(alone.request(requests.delete, { group }))
  try {
    await Promise.all([...moves, deletion])
  } catch (thrown) {
    const back = targets.map((link) => alone.request(requests.group, { index: link.index, group: link.group ?? 0 }))
    await Promise.allSettled(back)
    throw thrown
  }
}
