import type { RouteCase } from './route-case.ts'

const via = { gateway: '10.0.0.2' }
/** Numbers of the links in the place where the cases are played. */
const v0 = 10

export const basic: readonly RouteCase[] = [
  {
    what: 'a link',
    ours: { dst: '10.9.0.0/16', oif: 'v0' },
    ip: 'route add 10.9.0.0/16 dev v0',
    shown: { dst: '10.9.0.0/16', dev: 'v0', scope: 'link', protocol: 'boot', type: 'unicast', table: 'main' },
    listed: { dst: '10.9.0.0/16', oif: v0, scope: 'link', protocol: 'boot', type: 'unicast', table: 'main' },
  },
  {
    what: 'a gateway',
    ours: { dst: '10.9.0.0/16', ...via },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2',
    shown: { gateway: '10.0.0.2', dev: 'v0', scope: 'global' },
    listed: { ...via, oif: v0, scope: 'universe' },
  },
  {
    what: 'every destination',
    ours: { dst: 'default', ...via },
    ip: 'route add default via 10.0.0.2',
    shown: { dst: 'default' },
    listed: { dst: 'default' },
  },
  {
    what: 'one address',
    ours: { dst: '10.9.0.1', oif: 'v0' },
    ip: 'route add 10.9.0.1 dev v0',
    shown: { dst: '10.9.0.1' },
    listed: { dst: '10.9.0.1/32' },
  },
  {
    what: 'a priority',
    ours: { dst: '10.9.0.0/16', ...via, priority: 77 },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 metric 77',
    shown: { metric: 77 },
  },
  {
    what: 'the greatest priority',
    ours: { dst: '10.9.0.0/16', ...via, priority: 4294967295 },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 metric 4294967295',
    shown: { metric: 4294967295 },
  },
  {
    what: 'a source address',
    ours: { dst: '10.9.0.0/16', ...via, prefsrc: '10.0.1.1' },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 src 10.0.1.1',
    shown: { prefsrc: '10.0.1.1' },
  },
  {
    what: 'a protocol',
    ours: { dst: '10.9.0.0/16', ...via, protocol: 'static' },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 proto static',
    shown: { protocol: 'static' },
  },
  {
    what: 'a protocol without a word',
    ours: { dst: '10.9.0.0/16', ...via, protocol: 200 },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 proto 200',
    shown: { protocol: '200' },
  },
  {
    what: 'a type of service',
    ours: { dst: '10.9.0.0/16', ...via, tos: 0x10 },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 tos 0x10',
    shown: { tos: '0x10' },
  },
  {
    what: 'realms',
    ours: { dst: '10.9.0.0/16', ...via, flow: 0x1_0002 },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 realms 1/2',
    shown: { flow: { from: '1', to: '2' } },
  },
  {
    what: 'table 100',
    ours: { dst: '10.9.0.0/16', ...via, table: 100 },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 table 100',
    shown: { table: '100' },
  },
  {
    what: 'a table above 255',
    ours: { dst: '10.9.0.0/16', ...via, table: 4294967294 },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 table 4294967294',
    shown: { table: '4294967294' },
  },
  {
    what: 'table default',
    ours: { dst: '10.9.0.0/16', ...via, table: 'default' },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 table default',
    shown: { table: 'default' },
  },
  {
    what: 'a gateway that is on the link',
    ours: { dst: '10.9.0.0/16', gateway: '192.0.2.1', oif: 'v0', flags: ['onlink'] },
    ip: 'route add 10.9.0.0/16 via 192.0.2.1 dev v0 onlink',
    shown: { flags: ['onlink'] },
    listed: { gateway: '192.0.2.1', flags: ['onlink'] },
  },
  {
    what: 'a gateway of another family',
    ours: { dst: '10.9.0.0/16', via: 'fd00::2', oif: 'v0' },
    ip: 'route add 10.9.0.0/16 via inet6 fd00::2 dev v0',
    shown: { via: { family: 'inet6', host: 'fd00::2' } },
    listed: { via: 'fd00::2', oif: v0 },
  },
  {
    what: 'scope site',
    ours: { dst: '10.9.0.0/16', ...via, scope: 'site' },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 scope site',
    shown: { scope: 'site' },
  },
  {
    what: 'scope host',
    ours: { dst: '10.9.0.0/16', oif: 'v0', scope: 'host' },
    ip: 'route add 10.9.0.0/16 dev v0 scope host',
    shown: { scope: 'host' },
    listed: { scope: 'host' },
  },
  {
    what: 'an IP encapsulation',
    ours: {
      dst: '10.9.0.0/16',
      oif: 'v0',
      encapType: 'ip',
      encap: Uint8Array.of(12, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 42, 8, 0, 2, 0, 192, 0, 2, 9),
    },
    ip: 'route add 10.9.0.0/16 encap ip id 42 dst 192.0.2.9 dev v0',
    shown: { encap: 'ip', id: 42, dst: '192.0.2.9' },
    listed: { encapType: 'ip' },
  },
]
