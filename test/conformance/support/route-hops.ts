import type { RouteCase } from './route-case.ts'

/** Numbers of the links in the place where the cases are played. */
const v0 = 10
const v1 = 11

export const hops: readonly RouteCase[] = [
  {
    what: 'two hops by weight',
    ours: {
      dst: '10.9.0.0/16',
      multipath: [
        { gateway: '10.0.0.2', weight: 3 },
        { gateway: '10.0.1.2', oif: 'v1', weight: 1 },
      ],
    },
    ip: 'route add 10.9.0.0/16 nexthop via 10.0.0.2 weight 3 nexthop via 10.0.1.2 dev v1 weight 1',
    shown: {
      nexthops: [
        { gateway: '10.0.0.2', dev: 'v0', weight: 3, flags: [] },
        { gateway: '10.0.1.2', dev: 'v1', weight: 1, flags: [] },
      ],
    },
    listed: {
      multipath: [
        { gateway: '10.0.0.2', oif: v0, weight: 3, flags: [] },
        { gateway: '10.0.1.2', oif: v1, weight: 1, flags: [] },
      ],
    },
  },
  {
    what: 'hops without a weight',
    ours: { dst: '10.9.0.0/16', multipath: [{ oif: 'v0' }, { oif: 'v1' }] },
    ip: 'route add 10.9.0.0/16 scope global nexthop dev v0 nexthop dev v1',
    shown: {
      scope: 'global',
      nexthops: [
        { dev: 'v0', weight: 1, flags: [] },
        { dev: 'v1', weight: 1, flags: [] },
      ],
    },
    listed: {
      multipath: [
        { oif: v0, weight: 1, flags: [] },
        { oif: v1, weight: 1, flags: [] },
      ],
    },
  },
  {
    what: 'the greatest weight',
    ours: { dst: '10.9.0.0/16', multipath: [{ gateway: '10.0.0.2', weight: 256 }, { gateway: '10.0.1.2' }] },
    ip: 'route add 10.9.0.0/16 nexthop via 10.0.0.2 weight 256 nexthop via 10.0.1.2',
    shown: {
      nexthops: [
        { gateway: '10.0.0.2', dev: 'v0', weight: 256, flags: [] },
        { gateway: '10.0.1.2', dev: 'v1', weight: 1, flags: [] },
      ],
    },
    listed: { dst: '10.9.0.0/16' },
  },
  {
    what: 'a hop that is on the link',
    ours: {
      dst: '10.9.0.0/16',
      multipath: [{ gateway: '192.0.2.1', oif: 'v0', flags: ['onlink'] }, { gateway: '10.0.1.2' }],
    },
    ip: 'route add 10.9.0.0/16 nexthop via 192.0.2.1 dev v0 onlink nexthop via 10.0.1.2',
    shown: {
      nexthops: [
        { gateway: '192.0.2.1', dev: 'v0', weight: 1, flags: ['onlink'] },
        { gateway: '10.0.1.2', dev: 'v1', weight: 1, flags: [] },
      ],
    },
    listed: { dst: '10.9.0.0/16' },
  },
  {
    what: 'a hop with realms',
    ours: { dst: '10.9.0.0/16', multipath: [{ gateway: '10.0.0.2', flow: 3 }, { gateway: '10.0.1.2' }] },
    ip: 'route add 10.9.0.0/16 nexthop via 10.0.0.2 realms 3 nexthop via 10.0.1.2',
    shown: {
      nexthops: [
        { gateway: '10.0.0.2', flow: { to: '3' }, dev: 'v0', weight: 1, flags: [] },
        { gateway: '10.0.1.2', dev: 'v1', weight: 1, flags: [] },
      ],
    },
    listed: {
      multipath: [
        { gateway: '10.0.0.2', flow: 3, oif: v0, weight: 1, flags: [] },
        { gateway: '10.0.1.2', oif: v1, weight: 1, flags: [] },
      ],
    },
  },
  {
    what: 'a hop of another family',
    ours: { dst: '10.9.0.0/16', multipath: [{ gateway: '10.0.0.2' }, { via: 'fd00:1::2', oif: 'v1' }] },
    ip: 'route add 10.9.0.0/16 nexthop via 10.0.0.2 nexthop via inet6 fd00:1::2 dev v1',
    shown: {
      nexthops: [
        { gateway: '10.0.0.2', dev: 'v0', weight: 1, flags: [] },
        { via: { family: 'inet6', host: 'fd00:1::2' }, dev: 'v1', weight: 1, flags: [] },
      ],
    },
    listed: { dst: '10.9.0.0/16' },
  },
  {
    what: 'IPv6 hops',
    ours: {
      dst: 'fd09::/64',
      multipath: [
        { gateway: 'fd00::2', oif: 'v0', weight: 2 },
        { gateway: 'fd00:1::2', oif: 'v1' },
      ],
    },
    ip: '-6 route add fd09::/64 nexthop via fd00::2 dev v0 weight 2 nexthop via fd00:1::2 dev v1',
    shown: {
      nexthops: [
        { gateway: 'fd00::2', dev: 'v0', weight: 2, flags: [] },
        { gateway: 'fd00:1::2', dev: 'v1', weight: 1, flags: [] },
      ],
    },
    listed: {
      multipath: [
        { gateway: 'fd00::2', oif: v0, weight: 2, flags: [] },
        { gateway: 'fd00:1::2', oif: v1, weight: 1, flags: [] },
      ],
    },
  },
  {
    what: 'a next-hop object',
    before: 'ip nexthop add id 7 via 10.0.0.2 dev v0',
    ours: { dst: '10.9.0.0/16', nhId: 7 },
    ip: 'route add 10.9.0.0/16 nhid 7',
    shown: { nhid: 7, gateway: '10.0.0.2', dev: 'v0' },
    listed: { nhId: 7, gateway: '10.0.0.2', oif: v0 },
  },
  {
    what: 'an IPv6 next-hop object',
    before: 'ip nexthop add id 7 via fd00::2 dev v0',
    ours: { dst: 'fd09::/64', nhId: 7 },
    ip: '-6 route add fd09::/64 nhid 7',
    shown: { nhid: 7, gateway: 'fd00::2', dev: 'v0' },
    listed: { nhId: 7, gateway: 'fd00::2', oif: v0 },
  },
  {
    what: 'a next-hop object that is a black hole',
    before: 'ip nexthop add id 7 blackhole',
    ours: { dst: '10.9.0.0/16', nhId: 7 },
    ip: 'route add 10.9.0.0/16 nhid 7',
    shown: { nhid: 7, type: 'blackhole' },
    listed: { nhId: 7, type: 'blackhole' },
  },
  {
    what: 'an IPv6 next-hop object that is a black hole',
    before: 'ip -6 nexthop add id 7 blackhole',
    ours: { dst: 'fd09::/64', nhId: 7 },
    ip: '-6 route add fd09::/64 nhid 7',
    shown: { nhid: 7, type: 'blackhole' },
    listed: { nhId: 7, type: 'blackhole' },
  },
  {
    what: 'a group of next-hop objects',
    before:
      'ip nexthop add id 7 via 10.0.0.2 dev v0; ip nexthop add id 8 via 10.0.1.2 dev v1; ip nexthop add id 9 group 7,2/8',
    ours: { dst: '10.9.0.0/16', nhId: 9 },
    ip: 'route add 10.9.0.0/16 nhid 9',
    shown: { nhid: 9 },
  },
]
