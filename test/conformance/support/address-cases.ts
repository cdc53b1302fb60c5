import type { AddressOptions } from '../../../lib/index.ts'

/** One kind of address: as we are asked for it, as `ip address add` is, and what both must then say of it. */
export interface AddressCase {
  what: string
  ours: AddressOptions
  /** Words behind `ip address add`. */
  ip: string
  /** Members of the object that `ip -j -d address` prints. */
  shown: object
  /** Members of the object that listAddresses gives. */
  listed: object
}

const four: readonly AddressCase[] = [
  {
    what: 'an IPv4 address',
    ours: { link: 'v0', address: '172.17.0.2/16' },
    ip: '172.17.0.2/16 dev v0',
    shown: { family: 'inet', local: '172.17.0.2', prefixlen: 16, scope: 'global', label: 'v0' },
    listed: {
      family: 'inet',
      address: '172.17.0.2/16',
      link: 10,
      scope: 'universe',
      label: 'v0',
      flags: ['permanent'],
    },
  },
  {
    what: 'an IPv4 address of its own',
    ours: { link: 10, address: '172.17.0.2' },
    ip: '172.17.0.2 dev v0',
    shown: { local: '172.17.0.2', prefixlen: 32 },
    listed: { address: '172.17.0.2/32' },
  },
  {
    what: 'an IPv4 peer',
    ours: { link: 'v0', address: '172.17.0.1', peer: '172.17.0.2/32' },
    ip: '172.17.0.1 peer 172.17.0.2/32 dev v0',
    shown: { local: '172.17.0.1', address: '172.17.0.2', prefixlen: 32 },
    listed: { address: '172.17.0.1/32', peer: '172.17.0.2/32' },
  },
  {
    what: 'an IPv4 peer with a subnet behind it',
    ours: { link: 'v0', address: '172.17.0.1', peer: '172.18.0.2/24' },
    ip: '172.17.0.1 peer 172.18.0.2/24 dev v0',
    shown: { local: '172.17.0.1', address: '172.18.0.2', prefixlen: 24 },
    listed: { address: '172.17.0.1/24', peer: '172.18.0.2/24' },
  },
  {
    what: 'a label and a broadcast address',
    ours: { link: 'v0', address: '172.17.0.2/16', broadcast: '172.17.255.255', label: 'v0:one' },
    ip: '172.17.0.2/16 broadcast 172.17.255.255 label v0:one dev v0',
    shown: { broadcast: '172.17.255.255', label: 'v0:one' },
    listed: { broadcast: '172.17.255.255', label: 'v0:one' },
  },
  ...(['link', 'site', 'host'] as const).map((scope) => ({
    what: `scope ${scope}`,
    ours: { link: 'v0', address: '172.17.0.2/16', scope },
    ip: `172.17.0.2/16 scope ${scope} dev v0`,
    shown: { scope },
    listed: { scope },
  })),
  {
    what: 'an address of the loopback net',
    ours: { link: 'lo', address: '127.1.0.1/8' },
    ip: '127.1.0.1/8 dev lo',
    shown: { local: '127.1.0.1', scope: 'host', secondary: true },
    listed: { address: '127.1.0.1/8', scope: 'host', flags: ['secondary', 'permanent'] },
  },
  {
    what: 'a second address of a subnet',
    ours: { link: 'v0', address: '10.0.0.9/24' },
    ip: '10.0.0.9/24 dev v0',
    shown: { local: '10.0.0.9', secondary: true },
    listed: { flags: ['secondary', 'permanent'] },
  },
  {
    what: 'an IPv4 address for a time',
    ours: { link: 'v0', address: '172.17.0.2/16', cacheinfo: { valid: 600, prefered: 300 } },
    ip: '172.17.0.2/16 valid_lft 600 preferred_lft 300 dev v0',
    shown: { dynamic: true },
    listed: { cacheinfo: { valid: 600, prefered: 300 }, flags: [] },
  },
  {
    what: 'an IPv4 address that is not preferred any more',
    ours: { link: 'v0', address: '172.17.0.2/16', cacheinfo: { valid: 600, prefered: 0 } },
    ip: '172.17.0.2/16 valid_lft 600 preferred_lft 0 dev v0',
    shown: { deprecated: true },
    listed: { cacheinfo: { valid: 600, prefered: 0 }, flags: ['deprecated'] },
  },
  {
    what: 'an IPv4 address that stays for ever, but is not preferred',
    ours: { link: 'v0', address: '172.17.0.2/16', cacheinfo: { prefered: 0 } },
    ip: '172.17.0.2/16 preferred_lft 0 dev v0',
    shown: { deprecated: true },
    listed: { cacheinfo: { valid: 'forever', prefered: 'forever' }, flags: ['deprecated', 'permanent'] },
  },
  {
    what: 'the priority of the route to the subnet',
    ours: { link: 'v0', address: '172.17.0.2/16', rtPriority: 77 },
    ip: '172.17.0.2/16 metric 77 dev v0',
    shown: { metric: 77 },
    listed: { rtPriority: 77 },
  },
  {
    what: 'an address without a route',
    ours: { link: 'v0', address: '172.17.0.2/16', flags: ['noprefixroute'] },
    ip: '172.17.0.2/16 noprefixroute dev v0',
    shown: { noprefixroute: true },
    listed: { flags: ['permanent', 'noprefixroute'] },
  },
  {
    what: 'a multicast group that is joined',
    ours: { link: 'v0', address: '239.1.1.1/32', flags: ['mcautojoin'] },
    ip: '239.1.1.1/32 autojoin dev v0',
    shown: { autojoin: true },
    listed: { flags: ['permanent', 'mcautojoin'] },
  },
]

const six: readonly AddressCase[] = [
  {
    what: 'an IPv6 address',
    ours: { link: 'v0', address: 'fd09::1/64', flags: ['nodad'] },
    ip: 'fd09::1/64 nodad dev v0',
    shown: { family: 'inet6', local: 'fd09::1', prefixlen: 64, scope: 'global', nodad: true },
    listed: { family: 'inet6', address: 'fd09::1/64', link: 10, scope: 'universe', flags: ['nodad', 'permanent'] },
  },
  {
    what: 'an IPv6 address of its own',
    ours: { link: 'v0', address: 'fd09::1', flags: ['nodad'] },
    ip: 'fd09::1 nodad dev v0',
    shown: { local: 'fd09::1', prefixlen: 128 },
    listed: { address: 'fd09::1/128' },
  },
  {
    what: 'a link-local IPv6 address',
    ours: { link: 'v0', address: 'fe80::9/64', flags: ['nodad'] },
    ip: 'fe80::9/64 nodad dev v0',
    shown: { scope: 'link' },
    listed: { scope: 'link' },
  },
  {
    what: 'an IPv6 peer',
    ours: { link: 'v0', address: 'fd09::1', peer: 'fd09::2/128', flags: ['nodad'] },
    ip: 'fd09::1 peer fd09::2/128 nodad dev v0',
    shown: { local: 'fd09::1', address: 'fd09::2', prefixlen: 128 },
    listed: { address: 'fd09::1/128', peer: 'fd09::2/128' },
  },
  {
    what: 'an IPv6 address for a time',
    ours: { link: 'v0', address: 'fd09::1/64', flags: ['nodad'], cacheinfo: { valid: 600, prefered: 0 } },
    ip: 'fd09::1/64 nodad valid_lft 600 preferred_lft 0 dev v0',
    shown: { dynamic: true, deprecated: true },
    listed: { cacheinfo: { valid: 600, prefered: 0 }, flags: ['nodad', 'deprecated'] },
  },
  {
    what: 'an IPv6 address that stays for ever, but is not preferred',
    ours: { link: 'v0', address: 'fd09::1/64', flags: ['nodad'], cacheinfo: { prefered: 0 } },
    ip: 'fd09::1/64 nodad preferred_lft 0 dev v0',
    shown: { deprecated: true },
    listed: { cacheinfo: { valid: 'forever', prefered: 0 }, flags: ['nodad', 'deprecated', 'permanent'] },
  },
  {
    what: 'a home address that manages temporary ones',
    ours: { link: 'v0', address: 'fd09::1/64', flags: ['nodad', 'homeaddress', 'managetempaddr'] },
    ip: 'fd09::1/64 nodad home mngtmpaddr dev v0',
    shown: { home: true, mngtmpaddr: true },
    listed: { flags: ['nodad', 'homeaddress', 'permanent', 'managetempaddr'] },
  },
  {
    what: 'the priority of the route to the IPv6 subnet',
    ours: { link: 'v0', address: 'fd09::1/64', flags: ['nodad'], rtPriority: 77 },
    ip: 'fd09::1/64 nodad metric 77 dev v0',
    shown: { metric: 77 },
    listed: { rtPriority: 77 },
  },
  {
    what: 'an IPv6 address without a route',
    ours: { link: 'v0', address: 'fd09::1/64', flags: ['nodad', 'noprefixroute'] },
    ip: 'fd09::1/64 nodad noprefixroute dev v0',
    shown: { noprefixroute: true },
    listed: { flags: ['nodad', 'permanent', 'noprefixroute'] },
  },
]

export const addressCases: readonly AddressCase[] = [...four, ...six]
