import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import { bool, u8 } from '../wire/integers.ts'
import { type LinkRef, linkRefOrNone } from '../wire/reference.ts'
import { text } from '../wire/text.ts'
import type { Named } from '../wire/unknown.ts'
import { identity } from './identity.ts'
import type { KindName } from './kinds/index.ts'
import { fromReport, type Link } from './link.ts'
import { briefRequest, type LinkMessage, publish, request } from './message.ts'
import { extent, type LinkReading, linksOf, READING } from './reading.ts'

/** Selects the links to list. */
export interface LinkFilter extends LinkReading {
  /** Kind of the links, 'bridge'; iproute2: `type`. */
  kind?: KindName | undefined
  /** Bridge, bond or VRF that the links belong to; null for links without a master. */
  master?: LinkRef | null | undefined
  /** True for links that are set up, false for the others. */
  up?: boolean | undefined
}

const ONE_LINK = 'getLink(link) reads one link, by name or index'

const FILTERS: readonly Named[] = [
  { key: 'kind', type: text(255), iproute2: ['type'] },
  { key: 'master', type: linkRefOrNone, iproute2: ['vrf', 'nomaster'] },
  { key: 'up', type: bool(u8) },
  ...READING,
  ...['name', 'dev', 'index', 'ifname', 'ifindex', 'altname'].map((key) => ({ key, instead: ONE_LINK })),
]

/** The kernel filters by kind and master, but ignores a kind whose module is not loaded, and cannot select links without a master. */
const links = listing<LinkFilter, LinkMessage, Link, Naming>({
  request: ({ stats }) => (stats === false ? briefRequest : request),
  answer: fromReport,
  filters: FILTERS,
  compared: ['kind', 'up'],
  fields: ({ kind, master, ...reading }) => ({
    ...(master === null ? {} : { master }),
    ...(kind === undefined ? {} : { linkinfo: { kind } }),
    ...extent(reading),
  }),
  keep: ({ master }) => (master === null ? (link) => link.master === undefined : undefined),
  publish,
  links: linksOf,
  identity,
})

/** Lists links (`ip link show`). */
export const listLinks = links.list('listLinks')

/**
 * Lists links one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. If links are
 * added or deleted meanwhile, the iteration ends with ERR_NETLINK_DUMP_INTERRUPTED after the last link.
 */
export const streamLinks = links.stream('streamLinks')
