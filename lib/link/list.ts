import type { Caller } from '../transport/caller.ts'
import { readFilter } from '../transport/filter.ts'
import type { Limits } from '../transport/limit.ts'
import { bool, u8 } from '../wire/integers.ts'
import { type LinkRef, linkRefOrNone } from '../wire/reference.ts'
import { text } from '../wire/text.ts'
import type { Named } from '../wire/unknown.ts'
import { extent, type LinkReading, READING } from './get.ts'
import { fromReport, type Link } from './link.ts'
import { briefVerb, publish, verb } from './message.ts'

/** Which links are listed. */
export interface LinkFilter extends LinkReading {
  /** Kind of the links, 'bridge'; iproute2: `type`. */
  kind?: string | undefined
  /** Bridge, bond or VRF that they belong to; null for none. */
  master?: LinkRef | null | undefined
  /** True for those that are set up, false for the others. */
  up?: boolean | undefined
}

const FILTERS: readonly Named[] = [
  { key: 'kind', type: text(255), iproute2: ['type'] },
  { key: 'master', type: linkRefOrNone, iproute2: ['vrf', 'nomaster'] },
  { key: 'up', type: bool(u8) },
  ...READING,
]

const full = {
  list: verb('listLinks', 'list', { answer: fromReport, publish }),
  stream: verb('streamLinks', 'list', { answer: fromReport, publish }),
}
const brief = {
  list: briefVerb('listLinks', 'list', { answer: fromReport, publish }),
  stream: briefVerb('streamLinks', 'list', { answer: fromReport, publish }),
}

/** The request of a list, and what the kernel did not filter: it does by kind and master; but a kind that is not loaded filters nothing. */
function question(operation: string, filter: LinkFilter, within: Limits | undefined) {
  const { given, limits } = readFilter(operation, filter, within, FILTERS)
  const { kind, master } = given
  const request = {
    ...(master === null ? {} : { master }),
    ...(kind === undefined ? {} : { linkinfo: { kind } }),
    ...extent(given),
  }
  return { request, limits, keep: keeping(given), verbs: given.stats === false ? brief : full }
}

function keeping({ kind, up, master }: LinkFilter): ((link: Link) => boolean) | undefined {
  if (kind === undefined && up === undefined && master !== null) return undefined
  return (link) =>
    (kind === undefined || link.kind === kind) &&
    (up === undefined || link.up === up) &&
    (master !== null || link.master === undefined)
}

/** Lists links (`ip link show`). */
export function listLinks(caller: Caller, filter: LinkFilter = {}, limits?: Limits): Promise<Link[]> {
  const asked = question('listLinks', filter, limits)
  return caller.list(asked.verbs.list, asked.request, asked.limits, asked.keep)
}

/**
 * Lists links one by one in constant memory: the next ones are asked of the kernel when these were taken. Links that come and go
 * meanwhile end the iteration with ERR_NETLINK_DUMP_INTERRUPTED, after the last one.
 */
export function streamLinks(caller: Caller, filter: LinkFilter = {}, limits?: Limits): AsyncIterable<Link> {
  const asked = question('streamLinks', filter, limits)
  return caller.stream(asked.verbs.stream, asked.request, asked.limits, asked.keep)
}
