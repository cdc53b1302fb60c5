import type { NexthopOptions } from '../../lib/index.ts'

/** One kind of nexthop: as we are asked for it, as `ip nexthop add id 7` is, and what our list must then say of it. */
export interface NexthopCase {
  what: string
  ours: NexthopOptions
  /** Words after `ip [-6] nexthop add id 7`. */
  ip: string
  /** Members of the object that listNexthops gives; what was asked for, unless given. */
  listed?: object
}

/** Nexthops 1 (by v0), 2 (by v1) and 3 (of a forwarding table) exist. */
export const nexthopCases: readonly NexthopCase[] = [
  { what: 'a gateway', ours: { gateway: '10.0.0.2', oif: 'v0' }, ip: 'via 10.0.0.2 dev v0', listed: { oif: 10 } },
  {
    what: 'a gateway of IPv6',
    ours: { gateway: 'fd00::2', oif: 10 },
    ip: 'via fd00::2 dev v0',
    listed: { gateway: 'fd00::2', family: 'inet6', scope: 'link' },
  },
  { what: 'a link', ours: { oif: 11 }, ip: 'dev v1', listed: { oif: 11, family: 'inet', scope: 'host' } },
  { what: 'a link, of IPv6', ours: { oif: 11, family: 'inet6' }, ip: '-6 dev v1' },
  {
    what: 'a gateway that no route leads to',
    ours: { gateway: '192.0.2.1', oif: 10, flags: ['onlink'] },
    ip: 'via 192.0.2.1 dev v0 onlink',
  },
  { what: 'who made it', ours: { oif: 10, protocol: 'static' }, ip: 'dev v0 protocol static' },
  { what: 'who made it, by number', ours: { oif: 10, protocol: 77 }, ip: 'dev v0 protocol 77' },
  { what: 'a black hole', ours: { blackhole: true }, ip: 'blackhole', listed: { blackhole: true, family: 'inet' } },
  { what: 'a black hole of IPv6', ours: { blackhole: true, family: 'inet6' }, ip: '-6 blackhole' },
  { what: 'a remote end of a tunnel', ours: { gateway: '192.0.2.9', fdb: true }, ip: 'via 192.0.2.9 fdb' },
  {
    what: 'a group',
    ours: { group: [{ id: 1 }, { id: 2 }] },
    ip: 'group 1/2',
    listed: {
      family: 'unspec',
      groupType: 'mpath',
      group: [
        { id: 1, weight: 1 },
        { id: 2, weight: 1 },
      ],
    },
  },
  {
    what: 'a group with weights',
    ours: {
      group: [
        { id: 1, weight: 255 },
        { id: 2, weight: 7 },
      ],
    },
    ip: 'group 1,255/2,7',
  },
  {
    what: 'a group of a forwarding table',
    ours: { group: [{ id: 3 }], fdb: true },
    ip: 'group 3 fdb',
    listed: { fdb: true, group: [{ id: 3, weight: 1 }] },
  },
  {
    what: 'a resilient group',
    ours: { group: [{ id: 1 }], resilient: { buckets: 32 } },
    ip: 'group 1 type resilient buckets 32',
    listed: {
      groupType: 'res',
      resilient: { buckets: 32, idleTimer: 12_000, unbalancedTimer: 0, unbalancedTime: 0 },
    },
  },
  {
    what: 'a resilient group with timers',
    ours: { group: [{ id: 1 }], resilient: { buckets: 4, idleTimer: 500, unbalancedTimer: 6000 } },
    ip: 'group 1 type resilient buckets 4 idle_timer 5 unbalanced_timer 60',
    listed: { resilient: { buckets: 4, idleTimer: 500, unbalancedTimer: 6000, unbalancedTime: 0 } },
  },
]
