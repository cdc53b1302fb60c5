import { kindOf } from '../../link/kinds/index.ts'
import { kindWords } from './kind.ts'
import { command, type Fields, ip, linkOf, onOff, pair, snake } from './words.ts'

/** What one message creates. */
const AT_ONCE: Readonly<Record<string, string>> = {
  ...{ index: 'index', address: 'address', broadcast: 'broadcast', mtu: 'mtu', txqlen: 'txqueuelen' },
  ...{ numTxQueues: 'numtxqueues', numRxQueues: 'numrxqueues', group: 'group' },
}
const SWITCHES: Readonly<Record<string, string>> = {
  ...{
    multicast: 'multicast',
    promisc: 'promisc',
    allmulti: 'allmulticast',
    dynamic: 'dynamic',
    protoDown: 'protodown',
  },
}
/** The option of `ip` means the opposite. */
const OPPOSITE: Readonly<Record<string, string>> = { noarp: 'arp', notrailers: 'trailers' }
/** What commands of their own are for. */
const APART = ['name', 'kind', 'link', 'data', 'port', 'portKind', 'peer', 'netns', 'altnames', 'afSpec', 'debug']

/** `ip link add`, and what follows it. */
export function linkAdd(netns: string, given: Fields): string[] {
  const { name, kind = 'veth', link, data, peer, altnames, ...rest } = given
  const now = Object.fromEntries(Object.entries(rest).filter(([key]) => Object.hasOwn(AT_ONCE, key)))
  const later = Object.fromEntries(Object.entries(rest).filter(([key]) => !Object.hasOwn(AT_ONCE, key)))
  const below = link === undefined ? [] : ['link', linkOf(link)]
  const made = [
    ...ip(netns, 'link', 'add'),
    ...below,
    'name',
    name,
    ...atOnce(now),
    'type',
    kind,
    ...kindWords(String(kind), newData(String(kind), data)),
    ...peerWords(peer),
  ]
  return [command(made), ...altnameAdd(netns, name, altnames), ...linkSet(netns, name, later)]
}

/** The data as `createLink` sends it. */
function newData(kind: string, data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data
  const { ofNew = same, toRequest = same } = kindOf(kind) ?? {}
  return toRequest(ofNew(data))
}

const same = (data: object) => data

function atOnce(given: Fields): unknown[] {
  return Object.entries(given).flatMap(([key, value]) => pair(AT_ONCE[key] as string, value))
}

function peerWords(peer: unknown): unknown[] {
  if (peer === undefined) return []
  const { name, netns, ...rest } = peer as Fields
  return ['peer', 'name', name, ...atOnce(rest), ...pair('netns', netns)]
}

export function altnameAdd(netns: string, name: unknown, altnames: unknown): string[] {
  const names = typeof altnames === 'string' ? [altnames] : ((altnames ?? []) as string[])
  if (names.length === 0) return []
  return [
    command(
      ip(netns, 'link', 'property', 'add', 'dev'),
      name,
      names.flatMap((one) => ['altname', one]),
    ),
  ]
}

/** `ip link set`: one command for the link, one for its kind, one for its port. */
export function linkSet(netns: string, name: unknown, given: Fields | undefined): string[] {
  const change = given ?? {}
  const { kind, data, port, portKind = 'bridge', afSpec } = change
  const ofPort = `${portKind}_slave`
  const set = [...ip(netns, 'link', 'set', 'dev'), name]
  const words = Object.entries(change).flatMap(([key, value]) => settingWords(key, value))
  const mode = ((afSpec as Fields | undefined)?.inet6 ?? {}) as Fields
  return [
    ...(words.length === 0 ? [] : [command(set, words)]),
    ...(mode.addrGenMode === undefined ? [] : [command(set, 'addrgenmode', mode.addrGenMode)]),
    ...(data === undefined ? [] : [command(set, 'type', kind, kindWords(String(kind), data))]),
    ...(isEmpty(port) ? [] : [command(set, 'type', ofPort, kindWords(ofPort, port))]),
  ]
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || Object.keys(value).length === 0
}

function settingWords(key: string, value: unknown): unknown[] {
  if (value === undefined || APART.includes(key)) return []
  if (key === 'up') return [value === true ? 'up' : 'down']
  if (key === 'master') return value === null ? ['nomaster'] : ['master', linkOf(value)]
  if (key === 'alias') return ['alias', value ?? '']
  if (key === 'linkmode') return ['mode', value]
  if (key === 'flags') return (value as string[]).flatMap((word) => settingWords(word, true))
  if (Object.hasOwn(SWITCHES, key)) return [SWITCHES[key], onOff(value)]
  if (Object.hasOwn(OPPOSITE, key)) return [OPPOSITE[key], onOff(value !== true)]
  return pair(AT_ONCE[key] ?? snake(key), value)
}
