import { BOND_WORDS } from './bond.ts'
import { ownTtl, remote, srcport, TUNNEL_WORDS, vni } from './tunnel.ts'
import { covered, dsField, flag, linkNamed, number, switched, type Word, yesNo } from './word.ts'
import { type Fields, linkOf, onOff, pair, snake } from './words.ts'

const ROUTER: Readonly<Record<string, number>> = { disabled: 0, temp_query: 1, perm: 2, temp: 3 }
const router: Word = (value) => ['mcast_router', ROUTER[String(value)] ?? value]

/** Of bridges. */
const BOOLOPT: Readonly<Record<string, string>> = { noLlLearn: 'no_linklocal_learn', mstEnable: 'mst_enabled' }

const MACVLAN: Readonly<Record<string, Word>> = {
  flags: (value) => (value as string[]).flatMap((word) => ['flag', word]),
  macaddrMode: covered,
  macaddrData: (value) => ['macaddr', 'set', ...(value as string[])],
  bcQueueLen: number('bcqueuelen'),
  bcCutoff: number('bclim'),
}
const IPVLAN: Readonly<Record<string, Word>> = { flags: (value) => value as string[] }

/** Of HSR nodes: a number in `ip`. */
const PROTOCOL: Readonly<Record<string, number>> = { hsr: 0, prp: 1 }

/** What does not follow from the name, by kind. */
const WORDS: Readonly<Record<string, Readonly<Record<string, Word>>>> = {
  bridge: {
    groupAddr: number('group_address'),
    mcastRouter: router,
    mcastLastMemberCnt: number('mcast_last_member_count'),
    mcastStartupQueryCnt: number('mcast_startup_query_count'),
    ...Object.fromEntries(
      ['LastMember', 'Membership', 'Querier', 'Query', 'QueryResponse', 'StartupQuery'].map((part) => [
        `mcast${part}Intvl`,
        number(`mcast${snake(part)}_interval`),
      ]),
    ),
    fdbFlush: flag('fdb_flush'),
    // The Linux header has forms of these that ip lacks.
    vlanStatsEnabled: number('vlan_stats_enabled'),
    mcastHashElasticity: number('mcast_hash_elasticity'),
    multiBoolopt: (value) =>
      Object.entries(value as Fields).flatMap(([key, on]) => [BOOLOPT[key] ?? snake(key), Number(on)]),
  },
  bridge_slave: {
    mode: switched('hairpin'),
    protect: switched('root_block'),
    fastLeave: switched('fastleave'),
    unicastFlood: switched('flood'),
    proxyarp: switched('proxy_arp'),
    proxyarpWifi: switched('proxy_arp_wifi'),
    multicastRouter: router,
    mcastToUcast: switched('mcast_to_unicast'),
    flush: flag('fdb_flush'),
    backupPort: (value) => (value === null ? ['nobackup_port'] : ['backup_port', linkOf(value)]),
  },
  vlan: {
    flags: (value) => Object.entries(value as Fields).flatMap(([key, on]) => [snake(key), onOff(on)]),
    egressQos: (value) => [
      'egress-qos-map',
      ...(value as { from: number; to: number }[]).map(({ from, to }) => `${from}:${to}`),
    ],
    ingressQos: (value) => [
      'ingress-qos-map',
      ...(value as { from: number; to: number }[]).map(({ from, to }) => `${from}:${to}`),
    ],
  },
  vxlan: {
    id: vni,
    ttl: ownTtl,
    group: remote,
    group6: remote,
    local6: number('local'),
    link: linkNamed('dev'),
    tos: dsField,
    learning: yesNo('learning'),
    limit: number('maxaddress'),
    portRange: srcport,
    proxy: yesNo('proxy'),
    rsc: yesNo('rsc'),
    l2miss: yesNo('l2miss'),
    l3miss: yesNo('l3miss'),
    port: number('dstport'),
    udpCsum: yesNo('udpcsum'),
    udpZeroCsum6Tx: yesNo('udp6zerocsumtx'),
    udpZeroCsum6Rx: yesNo('udp6zerocsumrx'),
    collectMetadata: yesNo('external'),
    vnifilter: yesNo('vnifilter'),
    gbp: flag('gbp'),
    gpe: flag('gpe'),
    remcsumTx: yesNo('remcsumtx'),
    remcsumRx: yesNo('remcsumrx'),
    label: number('flowlabel'),
    labelPolicy: (value) => (value === 'inherit' ? ['flowlabel', 'inherit'] : []),
    ttlInherit: (value) => (value === true ? ['ttl', 'inherit'] : []),
    localbypass: (value) => (value === true ? [] : ['nolocalbypass']),
    reservedBits: () => [],
    mcRoute: yesNo('mcroute'),
  },
  macvlan: MACVLAN,
  macvtap: MACVLAN,
  ipvlan: IPVLAN,
  ipvtap: IPVLAN,
  ...TUNNEL_WORDS,
  bond: BOND_WORDS,
  hsr: {
    slave1: linkNamed('slave1'),
    slave2: linkNamed('slave2'),
    interlink: linkNamed('interlink'),
    multicastSpec: number('supervision'),
    protocol: (value) => ['proto', PROTOCOL[String(value)] ?? value],
  },
  netkit: { policy: (value) => [value], peerPolicy: (value) => ['peer', value] },
  wwan: { linkId: number('linkid') },
}

/** The words that follow `type KIND`. */
export function kindWords(kind: string, data: unknown): unknown[] {
  if (typeof data !== 'object' || data === null || data instanceof Uint8Array) return []
  const words = WORDS[kind] ?? {}
  return Object.entries(data).flatMap(([key, value]) => {
    if (value === undefined) return []
    const word = words[key]
    if (word !== undefined) return word(value, data as Fields)
    if (kind === 'bridge_slave' && typeof value === 'boolean') return pair(snake(key), onOff(value))
    return number(snake(key))(value, data as Fields)
  })
}
