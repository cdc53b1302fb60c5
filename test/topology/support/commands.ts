import type { Feature } from '../../support/features.ts'

const NODAD = ['nodad'] as const
const none = { afSpec: { inet6: { addrGenMode: 'none' } } } as const
const mac = (i: number) => `02:00:00:00:00:${i.toString(16).padStart(2, '0')}`
const NOTHING = { links: {}, routes: [], rules: [], neighbours: [], nexthops: [] }

/** A veth pair that is up. */
const pair = (i: number, given: object = {}) => ({
  [`v${i}`]: { peer: { name: `p${i}` }, up: true, address: mac(2 * i), ...none, ...given },
  [`p${i}`]: { up: true, address: mac(2 * i + 1), ...none },
})
const base = () => ({
  lo: { up: true },
  ...pair(1, { addresses: ['10.0.1.1/24', { address: 'fd01::1/64', flags: NODAD }] }),
  ...pair(2, { addresses: ['10.0.2.1/24'] }),
})

const OTHER_KINDS: readonly (readonly [Feature, object])[] = [
  ['dummy', {}],
  ['ifb', {}],
  ['vrf', { data: { table: 10 } }],
  ['macvlan', { link: 'v1', data: { mode: 'bridge' } }],
  ['ipvlan', { link: 'v1', data: { mode: 'l3' } }],
]

/** Topologies that are made one out of the other by commands. */
export const COMMANDS: readonly (readonly [what: string, needed: readonly Feature[], ...stages: object[]])[] = [
  [
    'of settings of links',
    ['veth'],
    {
      links: pair(1, {
        ...{ mtu: 1400, txqlen: 77, group: 5, alias: "it's 1", altnames: ['a-name-longer-than-fifteen-bytes'] },
        ...{ promisc: true, allmulti: true, noarp: true, multicast: false, gsoMaxSize: 30_000, gsoMaxSegs: 100 },
        ...{ groMaxSize: 50_000, broadcast: 'ff:ff:ff:ff:ff:f0' },
      }),
    },
    {
      links: pair(1, {
        ...{ mtu: 1410, txqlen: 78, group: 0, alias: '', altnames: [], up: false },
        ...{ promisc: false, allmulti: false, noarp: false, multicast: true, gsoMaxSize: 65_536, gsoMaxSegs: 65_535 },
      }),
    },
    NOTHING,
  ],
  [
    'of bridges and their ports',
    ['bridge', 'veth', 'vlan filtering'],
    {
      links: {
        br0: {
          ...{ kind: 'bridge', up: true, address: mac(1), ...none },
          data: {
            ...{ forwardDelay: 400, helloTime: 300, maxAge: 700, ageingTime: 1000, stpState: 1, priority: 4096 },
            ...{ vlanFiltering: true, vlanProtocol: '802.1ad', groupFwdMask: 8, vlanDefaultPvid: 7 },
            ...{ mcastSnooping: true, mcastQuerier: true, mcastRouter: 'perm', mcastHashMax: 512 },
            ...{ mcastLastMemberCnt: 3, mcastStartupQueryCnt: 4, mcastLastMemberIntvl: 110 },
            ...{ mcastQueryIntvl: 12_600, nfCallIptables: true, groupAddr: '01:80:c2:00:00:04' },
            multiBoolopt: { noLlLearn: true },
          },
        },
        ...pair(1, {
          master: 'br0',
          port: {
            ...{ mode: true, guard: true, protect: true, fastLeave: true, learning: false, unicastFlood: false },
            ...{ proxyarp: true, proxyarpWifi: true, multicastRouter: 'perm', mcastFlood: false, mcastToUcast: true },
            ...{ vlanTunnel: true, bcastFlood: false, groupFwdMask: 16, neighSuppress: true, isolated: true },
            ...{ cost: 9, priority: 5, locked: true, backupPort: 'v2' },
          },
        }),
        ...pair(2, { master: 'br0' }),
      },
    },
    {
      links: {
        br0: {
          ...{ kind: 'bridge', up: true, address: mac(1), ...none },
          data: {
            ageingTime: 2000,
            stpState: 0,
            vlanFiltering: false,
            mcastSnooping: false,
            multiBoolopt: { noLlLearn: false },
          },
        },
        ...pair(1, {
          master: 'br0',
          port: { mode: false, learning: true, cost: 12, backupPort: null, isolated: false },
        }),
        ...pair(2, { master: null }),
      },
    },
    NOTHING,
  ],
  [
    'of VXLANs',
    ['vxlan', 'veth'],
    {
      links: {
        ...pair(1, { addresses: ['10.0.1.1/24'] }),
        vx0: {
          ...{ kind: 'vxlan', up: true, address: mac(9), ...none, addresses: ['10.9.0.1/24'] },
          data: {
            ...{
              id: 7,
              port: 4789,
              group: '239.1.1.1',
              link: 'v1',
              local: '10.0.1.1',
              ttl: 9,
              tos: 4,
              learning: false,
            },
            ...{ ageing: 100, limit: 50, portRange: { low: 40_000, high: 40_010 }, l2miss: true, l3miss: true },
            ...{ udpCsum: true, df: 'set' },
          },
        },
        vx1: { kind: 'vxlan', ...none, data: { port: 4790, collectMetadata: true }, address: mac(10), up: true },
        vx2: {
          kind: 'vxlan',
          ...none,
          data: { id: 9, port: 4791, group6: 'fd01::9', ttlInherit: true },
          address: mac(11),
        },
      },
    },
    {
      links: {
        ...pair(1, { addresses: ['10.0.1.1/24'] }),
        vx0: {
          kind: 'vxlan',
          up: true,
          ...none,
          data: { id: 7, port: 4789, group: '239.1.1.1', link: 'v1', learning: true, ageing: 200 },
        },
      },
    },
    NOTHING,
  ],
  [
    'of VLANs',
    ['vlan', 'veth'],
    {
      links: {
        ...pair(1),
        vl: {
          ...{ kind: 'vlan', link: 'v1', up: true, ...none },
          data: {
            ...{ id: 5, protocol: '802.1ad', flags: { gvrp: true, looseBinding: true, reorderHdr: false } },
            ...{ egressQos: [{ from: 1, to: 2 }], ingressQos: [{ from: 3, to: 4 }] },
          },
        },
      },
    },
    { links: { ...pair(1), vl: { kind: 'vlan', link: 'v1', data: { id: 5, flags: { gvrp: false } } } } },
    NOTHING,
  ],
  ...OTHER_KINDS.map(
    ([kind, more]) =>
      [
        `of a link of the kind ${kind}`,
        [kind, 'veth'],
        { links: { ...pair(1), one: { kind, up: true, ...none, ...more } } },
        NOTHING,
      ] as const,
  ),
  [
    'of addresses',
    ['veth'],
    {
      links: {
        ...pair(1, {
          addresses: [
            { address: '10.1.0.1/24', broadcast: '10.1.0.255', label: 'v1:x', scope: 'link', rtPriority: 7 },
            { address: '10.2.0.1/32', peer: '10.3.0.1/24' },
            { address: '10.4.0.1/24', flags: ['noprefixroute'], cacheinfo: { valid: 10_000, prefered: 5000 } },
            { address: 'fd01::1/64', flags: ['nodad', 'homeaddress'] },
            { address: 'fd02::1/64', flags: ['nodad'], peer: 'fd03::1/128' },
          ],
        }),
      },
    },
    {
      links: {
        ...pair(1, {
          addresses: [
            '10.1.0.1/24',
            { address: '10.4.0.1/24', cacheinfo: { valid: 20_000, prefered: 0 } },
            { address: 'fd02::2/64', flags: NODAD },
          ],
        }),
      },
    },
    NOTHING,
  ],
  [
    'of routes',
    ['veth'],
    {
      links: base(),
      routes: [
        { dst: 'default', gateway: '10.0.1.9', priority: 5 },
        { dst: '10.50.0.0/16', oif: 'v1', scope: 'link', prefsrc: '10.0.1.1', tos: 4, table: 77 },
        { dst: '10.51.0.0/16', gateway: '10.99.0.1', oif: 'v1', flags: ['onlink'] },
        {
          dst: '10.52.0.0/16',
          multipath: [
            { gateway: '10.0.1.9', oif: 'v1', weight: 3 },
            { gateway: '10.0.2.9', oif: 'v2' },
          ],
        },
        { dst: '10.53.0.0/16', type: 'blackhole' },
        { dst: '10.54.0.0/16', type: 'unreachable', priority: 9 },
        { dst: '10.55.0.0/16', type: 'throw', table: 100 },
        {
          dst: '10.56.0.0/16',
          gateway: '10.0.1.9',
          metrics: { mtu: 1300, advmss: 1200, rtt: 100, hoplimit: 9, lock: ['mtu'], quickack: true },
        },
        { dst: '10.57.0.0/16', via: 'fd01::9', oif: 'v1' },
        {
          dst: '10.58.0.0/16',
          oif: 'v1',
          protocol: 'static',
          metrics: { ccAlgo: 'reno', rtoMin: 50, lock: ['rtoMin'], initcwnd: 12, features: ['ecn'] },
        },
        { dst: 'default', gateway: 'fd01::9', pref: 'high' },
        { dst: 'fd50::/16', oif: 'v1', priority: 7, metrics: { mtu: 1400 } },
        {
          dst: 'fd51::/16',
          multipath: [
            { gateway: 'fd01::8', oif: 'v1' },
            { gateway: 'fd01::9', oif: 'v1', weight: 2 },
          ],
        },
        { dst: 'fd52::/16', type: 'prohibit', table: 55 },
        { dst: 'fd53::/16', src: 'fd01::/64', gateway: 'fd01::9' },
      ],
    },
    {
      links: base(),
      routes: [
        { dst: 'default', gateway: '10.0.2.9', priority: 5 },
        {
          dst: '10.52.0.0/16',
          multipath: [
            { gateway: '10.0.1.9', oif: 'v1' },
            { gateway: '10.0.2.9', oif: 'v2', weight: 4 },
          ],
        },
        { dst: '10.53.0.0/16', type: 'prohibit' },
        { dst: '10.56.0.0/16', gateway: '10.0.1.8', metrics: { mtu: 1310 } },
        { dst: 'default', gateway: 'fd01::8', pref: 'low' },
        { dst: 'fd50::/16', oif: 'v1', priority: 7, metrics: { mtu: 1410 } },
      ],
    },
    NOTHING,
  ],
  [
    'of rules',
    ['veth'],
    {
      links: base(),
      rules: [
        { src: '10.0.0.0/8', dst: '10.1.0.0/16', table: 100, priority: 10 },
        { iifname: 'v1', oifname: 'v2', fwmark: 5, fwmask: 255, table: 101, priority: 11 },
        { src: '10.2.0.0/16', flags: ['invert'], tos: 4, table: 102, priority: 12 },
        {
          ipProto: 'tcp',
          sportRange: { start: 1, end: 9 },
          dportRange: { start: 80, end: 80 },
          table: 103,
          priority: 13,
        },
        { uidRange: { start: 5, end: 9 }, table: 104, priority: 14 },
        { table: 'main', suppressPrefixlen: 0, priority: 15 },
        { action: 'blackhole', src: '10.3.0.0/16', priority: 16 },
        { action: 'goto', goto: 16, priority: 9 },
        { src: 'fd00::/8', table: 105, priority: 17 },
        { family: 'inet6', fwmark: 9, action: 'unreachable', priority: 18 },
      ],
    },
    { links: base(), rules: [{ src: '10.0.0.0/8', dst: '10.1.0.0/16', table: 200, priority: 10 }] },
    NOTHING,
  ],
  [
    'of neighbours',
    ['veth'],
    {
      links: base(),
      neighbours: [
        { link: 'v1', dst: '10.0.1.8', lladdr: mac(40) },
        { link: 'v1', dst: '10.0.1.9', lladdr: mac(41), state: 'reachable', flags: ['ext_learned'] },
        { link: 'v1', dst: 'fd01::8', lladdr: mac(42), flags: ['router'] },
        { link: 'v2', dst: '10.0.2.7', flags: ['proxy'] },
      ],
    },
    { links: base(), neighbours: [{ link: 'v1', dst: '10.0.1.8', lladdr: mac(44) }] },
    NOTHING,
  ],
  [
    'of nexthops',
    ['veth'],
    {
      links: base(),
      nexthops: [
        { id: 1, gateway: '10.0.1.9', oif: 'v1' },
        { id: 2, gateway: '10.0.2.9', oif: 'v2' },
        { id: 3, group: [{ id: 1, weight: 3 }, { id: 2 }] },
        { id: 4, blackhole: true },
        { id: 5, gateway: 'fd01::9', oif: 'v1' },
        { id: 6, oif: 'v1' },
        { id: 7, gateway: '10.77.0.1', oif: 'v1', flags: ['onlink'] },
        {
          id: 8,
          group: [{ id: 2 }],
          groupType: 'res',
          resilient: { buckets: 8, idleTimer: 500, unbalancedTimer: 1000 },
        },
      ],
      routes: [
        { dst: '10.60.0.0/16', nhId: 3 },
        { dst: 'fd60::/16', nhId: 5 },
      ],
    },
    {
      links: base(),
      nexthops: [
        { id: 1, gateway: '10.0.1.7', oif: 'v1' },
        { id: 2, gateway: '10.0.2.9', oif: 'v2' },
        { id: 3, group: [{ id: 1 }, { id: 2, weight: 2 }] },
      ],
      routes: [{ dst: '10.60.0.0/16', nhId: 3 }],
    },
    NOTHING,
  ],
  [
    'of kernel parameters',
    ['veth'],
    {
      links: pair(1),
      sysctls: {
        ...{ 'net.ipv4.ip_forward': 1, 'net.ipv4.conf.v1.rp_filter': 2, 'net.ipv4.ip_local_port_range': '20000 30000' },
        'net.ipv4.tcp_congestion_control': 'reno',
      },
    },
    { links: pair(1), sysctls: { 'net.ipv4.ip_forward': 0 } },
    NOTHING,
  ],
]
