import type { Caller } from '../transport/caller.ts'
import type { Limits } from '../transport/limit.ts'
import type { LinkRef } from '../wire/reference.ts'
import { BRIEF, briefReading, checkReading, extent, type LinkReading, READING } from './get.ts'
import { fromReport, type Link } from './link.ts'
import { briefVerb, verb } from './message.ts'
import { naming, target } from './target.ts'

/** Which links are listed. */
export interface LinkFilter extends LinkReading {
  kind?: string | undefined
  /** Bridge, bond or VRF that they belong to; null for none. */
  master?: LinkRef | null | undefined
  up?: boolean | undefined
}

const FILTERS = ['kind', 'master', 'up', ...READING]

const master = briefReading('listLinks')
const full = {
  list: verb('listLinks', 'list', { answer: fromReport }),
  stream: verb('streamLinks', 'list', { answer: fromReport }),
}
const brief = {
  list: briefVerb('listLinks', 'list', { answer: fromReport }),
  stream: briefVerb('streamLinks', 'list', { answer: fromReport }),
}

/** A filter whose master is known by its index. */
interface Filter extends Omit<LinkFilter, 'master'> {
  master?: number | null | undefined
}

/** The request of a list. The kernel filters by kind and master where it can; a kind that is not loaded filters nothing. */
function question(filter: Filter): object {
  return {
    ...(typeof filter.master === 'number' ? { master: filter.master } : {}),
    ...(filter.kind === undefined ? {} : { linkinfo: { kind: filter.kind } }),
    ...extent(filter),
  }
}

/** What the kernel did not filter. */
function keeping({ kind, up, master }: Filter): ((link: Link) => boolean) | undefined {
  if (kind === undefined && up === undefined && master === undefined) return undefined
  return (link) =>
    (kind === undefined || link.kind === kind) &&
    (up === undefined || link.up === up) &&
    (master === undefined || (link.master ?? null) === master)
}

/** The filter with the index in the place of the master's name. */
async function resolved(caller: Caller, filter: LinkFilter, limits: Limits): Promise<Filter> {
  const { master: named, ...rest } = filter
  if (typeof named !== 'string') return { ...rest, master: named }
  const asked = caller.request(master, { ...target('listLinks', named), ...BRIEF }, undefined, limits)
  return { ...rest, master: (await naming('listLinks', named, 'master', asked)).index }
}

/** Lists links (`ip link show`). */
export function listLinks(caller: Caller, options: LinkFilter = {}): Promise<Link[]> {
  checkReading('listLinks', options, FILTERS)
  const { signal, timeout, ...rest } = options
  const limits = { signal, timeout }
  const verbs = options.stats === false ? brief : full
  const list = (on: Caller, filter: Filter) => on.list(verbs.list, question(filter), limits, keeping(filter))
  const { master: named, ...others } = rest
  if (typeof named !== 'string') return list(caller, { ...others, master: named })
  return caller.task(async (alone) => list(alone, await resolved(alone, rest, limits)))
}

/**
 * Lists links one by one in constant memory: the next ones are asked of the kernel when these were taken. Links that come and go
 * meanwhile end the iteration with ERR_NETLINK_DUMP_INTERRUPTED, after the last one.
 */
export function streamLinks(caller: Caller, options: LinkFilter = {}): AsyncIterable<Link> {
  checkReading('streamLinks', options, FILTERS)
  const { signal, timeout, ...rest } = options
  return streamed(caller, rest, { signal, timeout })
}

async function* streamed(caller: Caller, rest: LinkFilter, limits: Limits): AsyncGenerator<Link, void, undefined> {
  const filter = await resolved(caller, rest, limits)
  const verbs = rest.stats === false ? brief : full
  yield* caller.stream(verbs.stream, question(filter), limits, keeping(filter))
}
