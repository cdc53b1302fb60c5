import type { RouteCase } from './route-case.ts'

/** Numbers of the links in the place where the cases are played. */
const v0 = 10

export const inet6: readonly RouteCase[] = [
  {
    what: 'an IPv6 link',
    ours: { dst: 'fd09::/64', oif: 'v0' },
    ip: '-6 route add fd09::/64 dev v0',
    shown: { dst: 'fd09::/64', dev: 'v0', metric: 1024, pref: 'medium' },
    listed: { dst: 'fd09::/64', oif: v0, priority: 1024, pref: 'medium' },
  },
  {
    what: 'an IPv6 gateway',
    ours: { dst: 'fd09::/64', gateway: 'fd00::2' },
    ip: '-6 route add fd09::/64 via fd00::2',
    shown: { gateway: 'fd00::2', dev: 'v0' },
    listed: { gateway: 'fd00::2', oif: v0 },
  },
  {
    what: 'every IPv6 destination',
    ours: { dst: 'default', gateway: 'fd00::2' },
    ip: '-6 route add default via fd00::2',
    shown: { dst: 'default' },
  },
  {
    what: 'every IPv6 destination of a link',
    ours: { family: 'inet6', dst: 'default', oif: 'v0' },
    ip: '-6 route add ::/0 dev v0',
    shown: { dst: 'default' },
    listed: { dst: 'default' },
  },
  {
    what: 'an IPv6 preference',
    ours: { dst: 'fd09::/64', oif: 'v0', pref: 'high' },
    ip: '-6 route add fd09::/64 dev v0 pref high',
    shown: { pref: 'high' },
    listed: { pref: 'high' },
  },
  {
    what: 'a low IPv6 preference',
    ours: { dst: 'fd09::/64', oif: 'v0', pref: 'low' },
    ip: '-6 route add fd09::/64 dev v0 pref low',
    shown: { pref: 'low' },
    listed: { pref: 'low' },
  },
  {
    what: 'an IPv6 source address',
    ours: { dst: 'fd09::/64', oif: 'v0', prefsrc: 'fd00:1::1' },
    ip: '-6 route add fd09::/64 dev v0 src fd00:1::1',
    shown: { prefsrc: 'fd00:1::1' },
    listed: { prefsrc: 'fd00:1::1' },
  },
  {
    what: 'an IPv6 source prefix',
    ours: { dst: 'fd09::/64', oif: 'v0', src: 'fd08::/64' },
    ip: '-6 route add fd09::/64 from fd08::/64 dev v0',
    shown: { from: 'fd08::/64' },
    listed: { src: 'fd08::/64' },
  },
  {
    what: 'an IPv6 route that goes away',
    ours: { dst: 'fd09::/64', oif: 'v0', expires: 600 },
    ip: '-6 route add fd09::/64 dev v0 expires 600',
    shown: { dst: 'fd09::/64' },
    listed: { expires: 600 },
  },
  {
    what: 'an IPv6 gateway that is on the link',
    ours: { dst: 'fd09::/64', gateway: '2001:db8::1', oif: 'v0', flags: ['onlink'] },
    ip: '-6 route add fd09::/64 via 2001:db8::1 dev v0 onlink',
    shown: { flags: ['onlink'] },
    listed: { flags: ['onlink'] },
  },
  {
    what: 'a link-local gateway',
    ours: { dst: 'fd09::/64', gateway: 'fe80::2', oif: 'v0' },
    ip: '-6 route add fd09::/64 via fe80::2 dev v0',
    shown: { gateway: 'fe80::2', dev: 'v0' },
    listed: { gateway: 'fe80::2' },
  },
  {
    what: 'an IPv6 table',
    ours: { dst: 'fd09::/64', oif: 'v0', table: 1000 },
    ip: '-6 route add fd09::/64 dev v0 table 1000',
    shown: { table: '1000' },
    listed: { table: 1000 },
  },
  {
    what: 'an IPv4 destination by an IPv6 link',
    ours: { dst: '::ffff:10.9.0.0/112', oif: 'v0' },
    ip: '-6 route add ::ffff:10.9.0.0/112 dev v0',
    shown: { dst: '::ffff:10.9.0.0/112' },
    listed: { dst: '::ffff:10.9.0.0/112' },
  },
]
