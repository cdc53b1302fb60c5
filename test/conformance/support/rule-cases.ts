import type { RuleOptions } from '../../../lib/index.ts'

/** One kind of rule: as we are asked for it, as `ip rule add` is, and what our list must then say of it. */
export interface RuleCase {
  what: string
  ours: RuleOptions
  /** Words behind `ip [-6] rule add`. */
  ip: string
  /** Members of the object that listRules gives; what was asked for, unless given. */
  listed?: object
}

export const ruleCases: readonly RuleCase[] = [
  { what: 'a source', ours: { src: '10.1.0.0/16', table: 100 }, ip: 'from 10.1.0.0/16 table 100' },
  {
    what: 'a source host',
    ours: { src: '10.1.0.1' },
    ip: 'from 10.1.0.1',
    listed: { src: '10.1.0.1/32', table: 'main' },
  },
  { what: 'a destination', ours: { dst: '10.2.0.0/16' }, ip: 'to 10.2.0.0/16' },
  {
    what: 'source and destination of IPv6',
    ours: { src: 'fd01::/16', dst: 'fd02::/32' },
    ip: 'from fd01::/16 to fd02::/32',
  },
  {
    what: 'any packet',
    ours: { src: 'default', table: 7 },
    ip: 'from all table 7',
    listed: { table: 7, action: 'to_tbl' },
  },
  {
    what: 'any packet of IPv6',
    ours: { family: 'inet6', table: 7 },
    ip: 'from ::/0 table 7',
    listed: { family: 'inet6', table: 7 },
  },
  { what: 'a table above 255', ours: { table: 100_000 }, ip: 'table 100000' },
  { what: 'a table with a name', ours: { table: 'local' }, ip: 'table local' },
  { what: 'a mark', ours: { fwmark: 5 }, ip: 'fwmark 5', listed: { fwmark: 5, fwmask: 0xffff_ffff } },
  { what: 'a mark under a mask', ours: { fwmark: 0x10, fwmask: 0xf0 }, ip: 'fwmark 0x10/0xf0' },
  { what: 'no mark', ours: { fwmark: 0, fwmask: 0xff }, ip: 'fwmark 0/0xff', listed: { fwmask: 0xff } },
  { what: 'the greatest mark', ours: { fwmark: 0xffff_ffff }, ip: 'fwmark 0xffffffff' },
  {
    what: 'links',
    ours: { iifname: 'v0', oifname: 'v1' },
    ip: 'iif v0 oif v1',
    listed: { iifname: 'v0', oifname: 'v1', flags: [] },
  },
  { what: 'a link of IPv6', ours: { family: 'inet6', iifname: 'lo' }, ip: '-6 iif lo' },
  {
    what: 'links that are not there',
    ours: { iifname: 'gone', oifname: 'away' },
    ip: 'iif gone oif away',
    listed: { iifname: 'gone', oifname: 'away', flags: ['iif_detached', 'oif_detached'] },
  },
  { what: 'users', ours: { uidRange: { start: 0, end: 0 } }, ip: 'uidrange 0-0' },
  {
    what: 'a protocol and a port',
    ours: { ipProto: 'tcp', dportRange: { start: 80, end: 80 } },
    ip: 'ipproto tcp dport 80',
  },
  {
    what: 'single ports and users, by a number',
    ours: { ipProto: 'tcp', sportRange: 1024, dportRange: 80, uidRange: 0 },
    ip: 'ipproto tcp sport 1024 dport 80 uidrange 0-0',
    listed: {
      sportRange: { start: 1024, end: 1024 },
      dportRange: { start: 80, end: 80 },
      uidRange: { start: 0, end: 0 },
    },
  },
  {
    what: 'ranges of ports',
    ours: { ipProto: 'udp', sportRange: { start: 1000, end: 2000 }, dportRange: { start: 1, end: 65534 } },
    ip: 'ipproto udp sport 1000-2000 dport 1-65534',
  },
  { what: 'a protocol without a word', ours: { ipProto: 200 }, ip: 'ipproto 200' },
  { what: 'ICMP of IPv6', ours: { family: 'inet6', ipProto: 'icmpv6' }, ip: '-6 ipproto ipv6-icmp' },
  { what: 'a type of service', ours: { tos: 0x10 }, ip: 'tos 0x10' },
  { what: 'packets of a tunnel', ours: { tunId: '0x1122334455667788' }, ip: 'tun_id 1234605616436508552' },
  { what: 'everything else', ours: { src: '10.1.0.0/16', flags: ['invert'] }, ip: 'not from 10.1.0.0/16' },
  { what: 'realms', ours: { flow: 0x5_0006 }, ip: 'realms 5/6' },
  { what: 'routes that are too wide', ours: { suppressPrefixlen: 0 }, ip: 'table main suppress_prefixlength 0' },
  {
    what: 'routes by a group of links',
    ours: { suppressIfgroup: 5, suppressPrefixlen: 24 },
    ip: 'table main suppress_ifgroup 5 suppress_prefixlength 24',
  },
  {
    what: 'another rule',
    ours: { goto: 32766 },
    ip: 'goto 32766',
    listed: { goto: 32766, action: 'goto', table: 'unspec', flags: [] },
  },
  {
    what: 'another rule that is not there',
    ours: { goto: 30_000 },
    ip: 'goto 30000',
    listed: { goto: 30_000, flags: ['unresolved'] },
  },
  { what: 'VRFs', ours: { l3mdev: true }, ip: 'l3mdev', listed: { l3mdev: true, table: 'unspec', action: 'to_tbl' } },
  { what: 'a black hole', ours: { action: 'blackhole', src: '10.1.0.0/16' }, ip: 'blackhole from 10.1.0.0/16' },
  { what: 'a prohibition', ours: { action: 'prohibit', src: '10.1.0.0/16' }, ip: 'prohibit from 10.1.0.0/16' },
  {
    what: 'nothing that is reached',
    ours: { action: 'unreachable', src: 'fd01::/16' },
    ip: 'unreachable from fd01::/16',
  },
  { what: 'who made it', ours: { protocol: 'static' }, ip: 'protocol static' },
  { what: 'who made it, by number', ours: { protocol: 77 }, ip: 'protocol 77' },
]
