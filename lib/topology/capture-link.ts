import { kindOf } from '../link/kinds/index.ts'
import type { Link } from '../link/link.ts'
import { link as wire } from '../link/message.ts'
import type { Item } from './families.ts'
import type { TopologyLink } from './types.ts'

/** What is not a setting of a link, or is elsewhere in a topology. */
const NOT_SETTINGS = new Set([
  ...['name', 'netns', 'index', 'link', 'master', 'afSpec', 'altnames', 'linkinfo', 'protinfo', 'extMask', 'altIfname'],
  ...[
    'carrier',
    'operstate',
    'linkNetnsid',
    'targetNetnsid',
    'newIfindex',
    'xdp',
    'numTxQueues',
    'numRxQueues',
    'protoDownReason',
  ],
])
/** Defaults of new links (net/core/dev.c, net/ethernet/eth.c). */
const DEFAULTS: Item = {
  ...{
    broadcast: 'ff:ff:ff:ff:ff:ff',
    txqlen: 1000,
    group: 0,
    linkmode: 'default',
    protoDown: false,
    gsoMaxSegs: 65_535,
  },
  ...{ gsoMaxSize: 65_536, groMaxSize: 65_536, gsoIpv4MaxSize: 65_536, groIpv4MaxSize: 65_536 },
}
const SETTINGS = wire.rows.filter(({ key, report }) => report !== true && !NOT_SETTINGS.has(key)).map(({ key }) => key)
/** Flags that are off in new links of most kinds. */
const SWITCHES = ['noarp', 'promisc', 'allmulti', 'debug', 'notrailers', 'dynamic'] as const
/** Kinds that are made in another way, with a descriptor, or with a peer that a topology does not have. */
const NOT_CREATED = ['can', 'dsa', 'gtp', 'netdevsim', 'netkit', 'ppp', 'tun', 'vxcan']

const OF_HARDWARE: readonly string[] = ['address', 'broadcast']

type NameOf = (index: number) => string | undefined

/** The settings of a link, without its peer and addresses; `whole` includes those that are as in a new link. */
export function captureLink(link: Link, nameOf: NameOf, whole: boolean): TopologyLink {
  const listed = link as never as Item
  const out: Record<string, unknown> = {}
  const { kind, master, altnames, flags, up, name } = link
  const isMade = kind !== undefined && !NOT_CREATED.includes(kind)
  if (isMade) out.kind = kind
  const data = isMade ? settable(kindOf(kind)?.table, listed.data, nameOf) : undefined
  if (data !== undefined) out.data = data
  const below =
    kindOf(kind)?.lower === 'link' && link.link !== undefined && link.linkNetnsid === undefined
      ? nameOf(link.link)
      : undefined
  if (below !== undefined) out.link = below
  for (const key of SETTINGS) {
    if (name === 'lo' && OF_HARDWARE.includes(key)) continue
    if (listed[key] !== undefined && (whole || listed[key] !== DEFAULTS[key])) out[key] = listed[key]
  }
  for (const key of SWITCHES) if (whole || flags.includes(key)) out[key] = flags.includes(key)
  if (whole) out.alias = link.alias ?? ''
  if (isMade || whole) out.multicast = flags.includes('multicast')
  if (altnames !== undefined) out.altnames = altnames
  Object.assign(out, asPort(link, nameOf), modeOf(link))
  if (master === undefined && (whole || (kind !== 'bridge' && name !== 'lo'))) out.master = null
  return { ...out, up } as TopologyLink
}

interface Rows {
  readonly rows: readonly { readonly key: string; readonly report?: boolean | undefined; readonly type: unknown }[]
}

/** The properties of a nest that can be set; undefined for bytes. */
function settable(table: Rows | undefined, value: unknown, nameOf: NameOf): Item | undefined {
  if (table === undefined || typeof value !== 'object' || value === null || value instanceof Uint8Array)
    return undefined
  const given = value as Item
  const out: Record<string, unknown> = {}
  for (const { key, report, type } of table.rows) {
    if (report === true || given[key] === undefined) continue
    const isLink = (type as { link?: boolean }).link === true
    const shown = isLink && typeof given[key] === 'number' ? nameOf(given[key]) : given[key]
    if (shown !== undefined) out[key] = shown
  }
  return Object.keys(out).length === 0 ? undefined : out
}

/** The state of a port is that of the spanning tree. */
function asPort({ master, port: given, portKind }: Link, nameOf: NameOf): Item {
  const name = master === undefined ? undefined : nameOf(master)
  if (name === undefined) return {}
  const { state, ...settings } = settable(kindOf(portKind)?.port, given, nameOf) ?? {}
  if (portKind === 'bridge') return { master: name, port: settings }
  return Object.keys(settings).length === 0 ? { master: name } : { master: name, portKind, port: settings }
}

/** How the addresses of IPv6 are made, unless as usual. */
function modeOf({ name, afSpec }: Link): Item {
  const mode = afSpec?.inet6?.addrGenMode
  return name === 'lo' || mode === undefined || mode === 'eui64' ? {} : { afSpec: { inet6: { addrGenMode: mode } } }
}
