import { isDeepStrictEqual } from '../builtin.ts'
import { describeValue } from '../errors.ts'
import type { Link } from './link.ts'

/** Fields that are always included, in this order. */
const ESSENTIAL = ['index', 'name', 'kind', 'up', 'operstate', 'mtu', 'address'] as const

/** Fields that are always omitted, and fields that are omitted if they have the usual value. */
interface Plainness {
  readonly hidden: ReadonlySet<string>
  readonly usual: Fields
  /** Fields that are shown even if they are 0. */
  readonly always?: ReadonlySet<string>
}

/** Counters, settings of address families and driver limits are long and rarely needed. */
const LINK: Plainness = {
  hidden: new Set([
    ...['stats', 'stats64', 'afSpec', 'map', 'carrierChanges', 'carrierUpCount', 'carrierDownCount'],
    ...['minMtu', 'maxMtu', 'tsoMaxSize', 'tsoMaxSegs', 'numTxQueues', 'numRxQueues', 'headroom', 'tailroom'],
    ...['maxPacingOffloadHorizon', 'netnsImmutable', 'carrier', 'data', 'port', ...ESSENTIAL],
  ]),
  usual: {
    type: 'ether',
    linkmode: 'default',
    txqlen: 1000,
    broadcast: 'ff:ff:ff:ff:ff:ff',
    qdisc: 'noqueue',
    gsoMaxSegs: 65535,
    gsoMaxSize: 65536,
    groMaxSize: 65536,
    gsoIpv4MaxSize: 65536,
    groIpv4MaxSize: 65536,
    xdp: { attached: 'none' },
  },
}

/** Defaults of a bridge and its ports (br_dev_setup, br_multicast_ctx_init, new_nbp in net/bridge/) and of a VXLAN (vxlan_nl2conf in drivers/net/vxlan/vxlan_core.c). */
const KIND: Plainness = {
  // A VLAN and a VXLAN may have the id 0.
  always: new Set(['id']),
  hidden: new Set(['gcTimer', 'helloTimer', 'reservedBits', 'mcastStartupQueryIntvl']),
  usual: {
    forwardDelay: 1500,
    helloTime: 200,
    maxAge: 2000,
    ageingTime: 30000,
    priority: 32768,
    groupAddr: '01:80:c2:00:00:00',
    vlanProtocol: '802.1q',
    vlanDefaultPvid: 1,
    mcastRouter: 'temp_query',
    mcastSnooping: true,
    mcastHashElasticity: 16,
    mcastHashMax: 4096,
    mcastLastMemberCnt: 2,
    mcastStartupQueryCnt: 2,
    mcastIgmpVersion: 2,
    mcastMldVersion: 1,
    mcastLastMemberIntvl: 100,
    mcastMembershipIntvl: 26000,
    mcastQuerierIntvl: 25500,
    mcastQueryIntvl: 12500,
    mcastQueryResponseIntvl: 1000,
    learning: true,
    udpCsum: true,
    localbypass: true,
    ageing: 300,
    df: 'unset',
    labelPolicy: 'fixed',
  },
}

const PORT: Plainness = {
  hidden: new Set(['id', 'no', 'designatedPort', 'forwardDelayTimer', 'mcastEhtHostsLimit']),
  usual: {
    priority: 32,
    learning: true,
    unicastFlood: true,
    mcastFlood: true,
    bcastFlood: true,
    multicastRouter: 'temp_query',
  },
}

type Fields = Readonly<Record<string, unknown>>

/**
 * The most important fields of a link, short enough to print: `index`, `name`, `kind`, `up`, `operstate`, `mtu` and `address` always; of the
 * others no counters and limits, none that is empty, 0 or false, and none whose value every link has by default. The link itself is not changed. TypeError unless it is a link.
 *
 * ```ts
 * console.log((await listLinks()).map(brief))
 * ```
 */
export function brief<Kind extends string>(link: Link<Kind>): Partial<Link<Kind>> {
  if (typeof link?.index !== 'number')
    throw new TypeError(`brief: expected a link, as listLinks and getLink return it, got ${describeValue(link)}`)
  const fields: Fields = { ...link }
  const known = ESSENTIAL.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]] as const]))
  const nests = Object.entries({ data: part(fields.data, KIND), port: part(fields.port, PORT) }).filter(saysMore)
  return Object.fromEntries([...known, ...notable(fields, LINK), ...nests]) as Partial<Link<Kind>>
}

/** The fields that differ from the usual; false is included if true is usual. */
function notable(fields: Fields, { hidden, usual, always }: Plainness): [key: string, value: unknown][] {
  return Object.entries(fields)
    .filter(([key, value]) => !hidden.has(key) && !isDeepStrictEqual(value, usual[key]))
    .map(([key, value]): [string, unknown] => [key, part(value, PLAIN)])
    .filter((field) => saysMore(field) || usual[field[0]] !== undefined || always?.has(field[0]))
}

const PLAIN: Plainness = { hidden: new Set(), usual: {} }

/** Nested objects are shortened likewise; arrays and bytes are unchanged. */
function part(value: unknown, plainness: Plainness): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) return value
  return Object.fromEntries(notable(value as Fields, plainness))
}

/** Whether the value is neither empty, 0 nor false. */
function saysMore([, value]: readonly [key: string, value: unknown]): boolean {
  return Boolean(value) && (typeof value !== 'object' || Object.keys(value as object).length > 0)
}
