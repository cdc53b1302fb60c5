import type { RouteCase } from './route-case.ts'

export const types: readonly RouteCase[] = [
  ...(['blackhole', 'unreachable', 'prohibit', 'throw'] as const).map((type) => ({
    what: `type ${type}`,
    ours: { type, dst: '10.9.0.0/16' },
    ip: `route add ${type} 10.9.0.0/16`,
    shown: { type },
  })),
  ...(['blackhole', 'unreachable', 'prohibit', 'throw'] as const).map((type) => ({
    what: `IPv6 type ${type}`,
    ours: { type, dst: 'fd09::/64' },
    ip: `-6 route add ${type} fd09::/64`,
    shown: { type, dev: 'lo' },
  })),
  {
    what: 'type local',
    ours: { type: 'local', dst: '10.9.0.0/16', oif: 'lo' },
    ip: 'route add local 10.9.0.0/16 dev lo',
    shown: { type: 'local', table: 'local', scope: 'host' },
    listed: { type: 'local', table: 'local', scope: 'host', oif: 1 },
  },
  {
    what: 'type broadcast',
    ours: { type: 'broadcast', dst: '10.9.0.255', oif: 'v0' },
    ip: 'route add broadcast 10.9.0.255 dev v0',
    shown: { type: 'broadcast', table: 'local', scope: 'link' },
    listed: { type: 'broadcast', table: 'local', scope: 'link' },
  },
  {
    what: 'type anycast',
    ours: { type: 'anycast', dst: '10.9.0.1', oif: 'v0' },
    ip: 'route add anycast 10.9.0.1 dev v0',
    shown: { type: 'anycast', table: 'local', scope: 'link' },
    listed: { type: 'anycast', table: 'local' },
  },
  {
    what: 'type multicast',
    ours: { type: 'multicast', dst: '224.9.0.0/16', oif: 'v0' },
    ip: 'route add multicast 224.9.0.0/16 dev v0',
    shown: { type: 'multicast', table: 'main', scope: 'link' },
    listed: { type: 'multicast', table: 'main' },
  },
  {
    what: 'IPv6 type local',
    ours: { type: 'local', dst: 'fd09::/64', oif: 'lo' },
    ip: '-6 route add local fd09::/64 dev lo',
    shown: { type: 'local', table: 'local' },
    listed: { type: 'local', table: 'local' },
  },
  {
    what: 'IPv6 type anycast',
    ours: { type: 'anycast', dst: 'fd09::1', oif: 'v0' },
    ip: '-6 route add anycast fd09::1 dev v0',
    shown: { type: 'anycast', table: 'local' },
    listed: { type: 'anycast', table: 'local' },
  },
  {
    what: 'IPv6 type multicast',
    ours: { type: 'multicast', dst: 'ff05:9::/32', oif: 'v0' },
    ip: '-6 route add multicast ff05:9::/32 dev v0',
    shown: { type: 'multicast', table: 'main' },
    listed: { type: 'multicast', table: 'main' },
  },
  {
    what: 'type unreachable for every destination',
    ours: { dst: 'default', type: 'unreachable', priority: 4278198272 },
    ip: 'route add unreachable default metric 4278198272',
    shown: { type: 'unreachable', dst: 'default' },
  },
]
