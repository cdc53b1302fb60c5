import type { Caller } from '../transport/caller.ts'
import type { LinkRef } from '../wire/reference.ts'
import { checkReading, extent, type LinkReading, READING } from './get.ts'
import { fromReport, type Link } from './link.ts'
import { briefVerb, publish, verb } from './message.ts'

/** Which links are listed. */
export interface LinkFilter extends LinkReading {
  kind?: string | undefined
  /** Bridge, bond or VRF that they belong to; null for none. */
  master?: LinkRef | null | undefined
  up?: boolean | undefined
}

const FILTERS = ['kind', 'master', 'up', ...READING]

const full = {
  list: verb('listLinks', 'list', { answer: fromReport, publish }),
  stream: verb('streamLinks', 'list', { answer: fromReport, publish }),
}
const brief = {
  list: briefVerb('listLinks', 'list', { answer: fromReport }),
  stream: briefVerb('streamLinks', 'list', { answer: fromReport, publish }),
}

/** The request of a list. The kernel filters by kind and master; but a kind that is not loaded filters nothing. */
function question(filter: LinkFilter): object {
  return {
    ...(filter.master === null ? {} : { master: filter.master }),
    ...(filter.kind === undefined ? {} : { linkinfo: { kind: filter.kind } }),
    ...extent(filter),
  }
}

/** What the kernel did not filter. */
function keeping({ kind, up, master }: LinkFilter): ((link: Link) => boolean) | undefined {
  if (kind === undefined && up === undefined && master !== null) return undefined
  return (link) =>
    (kind === undefined || link.kind === kind) &&
    (up === undefined || link.up === up) &&
    (master !== null || link.master === undefined)
}

/** Lists links (`ip link show`). */
export function listLinks(caller: Caller, filter: LinkFilter = {}): Promise<Link[]> {
  checkReading('listLinks', filter, FILTERS)
  const { signal, timeout } = filter
  const { list } = filter.stats === false ? brief : full
  return caller.list(list, question(filter), { signal, timeout }, keeping(filter))
}

/**
 * Lists links one by one in constant memory: the next ones are asked of the kernel when these were taken. Links that come and go
 * meanwhile end the iteration with ERR_NETLINK_DUMP_INTERRUPTED, after the last one.
 */
export function streamLinks(caller: Caller, filter: LinkFilter = {}): AsyncIterable<Link> {
  checkReading('streamLinks', filter, FILTERS)
  const { signal, timeout } = filter
  const { stream } = filter.stats === false ? brief : full
  return caller.stream(stream, question(filter), { signal, timeout }, keeping(filter))
}
