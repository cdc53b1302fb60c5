import { mac, NOTHING, pair, type Stages } from './stages.ts'

const NODAD = ['nodad'] as const
const base = () => ({
  lo: { up: true },
  ...pair(1, { addresses: ['10.0.1.1/24', { address: 'fd01::1/64', flags: NODAD }] }),
  ...pair(2, { addresses: ['10.0.2.1/24'] }),
})

/** Topologies of what is on links. */
export const OBJECTS: Stages = [
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
