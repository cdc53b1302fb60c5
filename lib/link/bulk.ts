import { callerError, kernelError, NetlinkError, Slip, shown } from '../errors.ts'
import type { Caller } from '../transport/caller.ts'
import type { LinkRef } from '../wire/reference.ts'
import { BRIEF, briefReading } from './get.ts'
import { fromReport, type Link } from './link.ts'
import { briefVerb, setVerb, verb } from './message.ts'
import { missingLink, publishTarget, target } from './target.ts'

const OPERATION = 'deleteLinks'

const verbs = {
  list: briefVerb(OPERATION, 'list', { answer: fromReport }),
  read: briefReading(OPERATION),
  delete: verb(OPERATION, 'delete', { publish: publishTarget }),
  /** RTM_SETLINK */
  group: setVerb(OPERATION, 'set', { publish: publishTarget }),
}

/** Fewer are deleted one by one. */
const FEW = 3

/**
 * Deletes many links, at the price of one: the kernel waits once for all of them (net/core/rtnetlink.c, rtnl_group_dellink),
 * and not once for each. When one of them does not exist (ENODEV, `links[1]`) or cannot be deleted, none is. A link named
 * twice, or one that goes with another (the other end of a veth), is no error.
 */
export function deleteLinks(caller: Caller, links: readonly LinkRef[]): Promise<void> {
  if (!Array.isArray(links))
    throw callerError(OPERATION, new Slip(`must be an array, not ${shown(links)}`).under('links'))
  for (const [i, link] of links.entries()) checkRef(link, i)
  if (links.length === 0) return Promise.resolve()
  return caller.task((alone) => remove(alone, links))
}

function checkRef(link: unknown, i: number): void {
  if (typeof link === 'number' || typeof link === 'string') return
  throw callerError(
    OPERATION,
    new Slip(`must be the index or the name of a link, not ${shown(link)}`).under(`links[${i}]`),
  )
}

async function remove(alone: Caller, links: readonly LinkRef[]): Promise<void> {
  if (links.length < FEW) {
    return deleteSingly(alone, deletable(await Promise.all(links.map((link, i) => readOne(alone, link, i)))))
  }
  const all = await alone.list(verbs.list, BRIEF)
  const doomed = deletable(resolved(all, links))
  if (doomed.length < FEW) return deleteSingly(alone, doomed)
  return deleteTogether(alone, doomed, unusedGroup(all))
}

/** Each link once. Hardware and the loopback have no kind, and cannot be deleted (rtnl_delete_link in net/core/rtnetlink.c). */
function deletable(found: readonly Link[]): Link[] {
  for (const [i, { kind, name }] of found.entries()) {
    if (kind !== undefined) continue
    throw kernelError(OPERATION, -95, {
      reason: `'${name}' is not a link that can be deleted`,
      attribute: `links[${i}]`,
    })
  }
  return [...new Map(found.map((link) => [link.index, link])).values()]
}

async function readOne(alone: Caller, link: LinkRef, i: number): Promise<Link> {
  try {
    return await alone.request(verbs.read, { ...target(OPERATION, link), ...BRIEF })
  } catch (thrown) {
    throw isGone(thrown) ? missingLink(OPERATION, link, `links[${i}]`) : thrown
  }
}

function isGone(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && thrown.code === 'ENODEV'
}

/** The links behind the references. */
function resolved(all: readonly Link[], links: readonly LinkRef[]): Link[] {
  const known = new Map<LinkRef, Link>()
  for (const link of all) {
    for (const ref of [link.index, link.name, ...(link.altnames ?? [])]) known.set(ref, link)
  }
  return links.map((ref, i) => {
    const link = known.get(ref)
    if (link === undefined) throw missingLink(OPERATION, ref, `links[${i}]`)
    return link
  })
}

/** A link that went with another, or by somebody else's hand, is no error. */
async function unlessGone(promise: Promise<unknown>): Promise<void> {
  try {
    await promise
  } catch (thrown) {
    if (!isGone(thrown)) throw thrown
  }
}

async function deleteSingly(alone: Caller, doomed: readonly Link[]): Promise<void> {
  await Promise.all(doomed.map(({ index }) => unlessGone(alone.request(verbs.delete, { index }))))
}

/** A group number that no link has; 0 is where links are by nature. */
function unusedGroup(all: readonly Link[]): number {
  const used = new Set(all.map((link) => link.group))
  let group: number
  do group = 1 + Math.floor(Math.random() * 0x7fff_fffe)
  while (used.has(group))
  return group
}

/** Puts the links into a group of their own and deletes the group; where the kernel refuses, each goes back to its own. */
async function deleteTogether(alone: Caller, doomed: readonly Link[], group: number): Promise<void> {
  const moves = doomed.map(({ index }) => unlessGone(alone.request(verbs.group, { index, group })))
  const deletion = unlessGone(alone.request(verbs.delete, { group }))
  try {
    await Promise.all([...moves, deletion])
  } catch (thrown) {
    const back = doomed.map((link) => alone.request(verbs.group, { index: link.index, group: link.group ?? 0 }))
    await Promise.allSettled(back)
    throw thrown
  }
}
