import type { Feature } from '../../support/features.ts'
import { mac, NOTHING, none, pair, type Stages } from './stages.ts'

const OTHER_KINDS: readonly (readonly [Feature, object])[] = [
  ['dummy', {}],
  ['ifb', {}],
  ['vrf', { data: { table: 10 } }],
  ['macvlan', { link: 'v1', data: { mode: 'bridge' } }],
  ['ipvlan', { link: 'v1', data: { mode: 'l3' } }],
]

/** Topologies of links. */
export const LINKS: Stages = [
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
]
