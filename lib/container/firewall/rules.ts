import type { NftCommand, NftRule, Statement } from '../../nftables/index.ts'
import {
  accept,
  concat,
  ct,
  dnat,
  drop,
  fib,
  goto,
  ip,
  ip6,
  jump,
  mapping,
  masquerade,
  match,
  meta,
  named,
  set,
  th,
  vmap,
} from '../../nftables/index.ts'

import { SPOOF_DECLARATIONS } from './spoof-rules.ts'

/** The one table, of every network of a namespace. */
export const TABLE = { family: 'inet', table: 'netlink_ts' } as const

/** The links behind which containers are: bridges, and the host's ends of mode ptp. */
export const INSIDE = 'inside'
/** Those of them whose networks are not isolated. */
export const OPEN = 'open'
/** Bridges of internal networks. */
export const INTERNAL = 'internal'
/** Bridges, between whose own ports everything passes; those of others, too, where {@link CLOSED} would stop their frames. */
export const BETWEEN = 'between'
/** The networks whose elements are in place: who attaches a container sees at once that they are not. */
export const NETWORKS = 'networks'
/** Families in which the host forwards for the networks alone: see forwarding.ts. */
export const CLOSED = 'closed'
/** Links whose packets the host forwarded before it forwarded everything. */
export const ROUTERS = 'routers'

/** Sets and maps that exist for each of the two families, whose number stands for the `#`: `subnets4`, `published6_at`. */
export const PER_FAMILY = {
  /** Every network's addresses; none may overlap. */
  subnets: 'subnets#',
  /** The addresses that may come from behind a link. */
  sources: 'sources#',
  /** The addresses that are not seen by other hosts. */
  outward: 'outward#',
  /** Addresses of networks without a bridge, whose containers see each other. */
  within: 'within#',
  /** A network's addresses, and those of the same network on other nodes. */
  remote: 'remote#',
  /** Protocol and port of the host, and where they lead. */
  published: 'published#',
  /** Likewise on one of the host's addresses; these go first. */
  publishedAt: 'published#_at',
  /** Protocol and ports that lead to the same ports of a container. */
  ranges: 'ranges#',
  /** Protocols and ports published on single addresses, which exclude the same port on every address. */
  takenAt: 'taken#_at',
} as const

/** The name of a set for a family. */
export function setName(set: keyof typeof PER_FAMILY, family: 4 | 6): string {
  return PER_FAMILY[set].replace('#', String(family))
}

type Chain = { name: string; type?: 'filter' | 'nat'; hook?: string; prio?: number; policy?: 'accept' }

/** Priorities of nft: raw, dstnat, srcnat, filter. */
export const CHAINS: readonly Chain[] = [
  { name: 'guard', type: 'filter', hook: 'prerouting', prio: -300, policy: 'accept' },
  { name: 'publish' },
  { name: 'from_outside', type: 'nat', hook: 'prerouting', prio: -100, policy: 'accept' },
  { name: 'from_host', type: 'nat', hook: 'output', prio: -100, policy: 'accept' },
  { name: 'outward', type: 'nat', hook: 'postrouting', prio: 100, policy: 'accept' },
  { name: 'foreign' },
  { name: 'forward', type: 'filter', hook: 'forward', prio: 0, policy: 'accept' },
]

const interval = { flags: ['interval' as const] }

function setsOf(family: 4 | 6): NftCommand[] {
  const address = family === 4 ? 'ipv4_addr' : 'ipv6_addr'
  const name = (key: keyof typeof PER_FAMILY) => ({ ...TABLE, name: setName(key, family) })
  const target = { map: [address, 'inet_service'] }
  return [
    { add: { set: { ...name('subnets'), type: address, ...interval } } },
    { add: { set: { ...name('sources'), type: ['ifname', address], ...interval } } },
    { add: { set: { ...name('outward'), type: address, ...interval } } },
    { add: { set: { ...name('takenAt'), type: ['inet_proto', 'inet_service'] } } },
    { add: { set: { ...name('within'), type: [address, address], ...interval } } },
    { add: { set: { ...name('remote'), type: [address, address], ...interval } } },
    { add: { map: { ...name('published'), type: ['inet_proto', 'inet_service'], ...target } } },
    { add: { map: { ...name('ranges'), type: ['inet_proto', 'inet_service'], map: address, ...interval } } },
    { add: { map: { ...name('publishedAt'), type: [address, 'inet_proto', 'inet_service'], ...target } } },
  ]
}

const SETS: readonly NftCommand[] = [
  { add: { set: { ...TABLE, name: INSIDE, type: 'ifname' } } },
  { add: { set: { ...TABLE, name: OPEN, type: 'ifname' } } },
  { add: { set: { ...TABLE, name: INTERNAL, type: 'ifname' } } },
  { add: { set: { ...TABLE, name: NETWORKS, type: 'ifname' } } },
  { add: { set: { ...TABLE, name: CLOSED, type: 'nf_proto' } } },
  { add: { set: { ...TABLE, name: ROUTERS, type: 'ifname' } } },
  { add: { map: { ...TABLE, name: BETWEEN, type: ['ifname', 'ifname'], map: 'verdict' } } },
  ...setsOf(4),
  ...setsOf(6),
]

/** Their declarations, by name. */
const DECLARED = new Map(
  [...SETS, ...SPOOF_DECLARATIONS].flatMap((command) => namesOf(command).map((name) => [name, command] as const)),
)

function namesOf(command: NftCommand): string[] {
  const { set: held, map } = ('add' in command ? command.add : {}) as { set?: { name: string }; map?: { name: string } }
  return [held?.name, map?.name].filter((name) => name !== undefined)
}

/** Says again what some sets are: a transaction that says it needs not ask the kernel. What is there already stays as it is. */
export function declarations(names: Iterable<string>): NftCommand[] {
  return [...new Set(names)].map((name) => DECLARED.get(name) as NftCommand)
}

const inward = match(meta.oifname, '==', named(INSIDE))
const fromInside = match(meta.iifname, '==', named(INSIDE))
const HEADERS = { 4: ip, 6: ip6 } as const

/** What no container may send: to the host's loopback, or from an address that is not of its network. */
const GUARD: readonly Statement[][] = [
  [match(meta.iifname, '!=', named(INSIDE)), accept()],
  [match(ip.daddr, '==', '127.0.0.0/8'), drop()],
  [match(ip.saddr, '!=', '0.0.0.0'), unknownSource(4), drop()],
  [match(ip6.saddr, '!=', set(['::', { prefix: { addr: 'fe80::', len: 10 } }])), unknownSource(6), drop()],
]

function unknownSource(family: 4 | 6): Statement {
  return match(concat(meta.iifname, HEADERS[family].saddr), '!=', named(setName('sources', family)))
}

/** Where a port leads: the host's address that was asked goes first. */
function publishOf(family: 4 | 6): Statement[][] {
  const to = family === 4 ? 'ip' : 'ip6'
  const at = concat(HEADERS[family].daddr, meta.l4proto, th.dport)
  const any = concat(meta.l4proto, th.dport)
  return [
    [dnat({ family: to, addr: mapping(at, named(setName('publishedAt', family))) })],
    [dnat({ family: to, addr: mapping(any, named(setName('published', family))) })],
    [dnat({ family: to, addr: mapping(any, named(setName('ranges', family))) })],
  ]
}

const TO_HOST: readonly Statement[] = [match(fib(['daddr'], 'type'), '==', 'local'), jump('publish')]

const GROUPS = { 4: '224.0.0.0/4', 6: 'ff00::/8' } as const

/**
 * Whose address is hidden: a container's that asks a published port (the answer must come back this way), the host's own
 * loopback address, and what leaves for other hosts.
 */
function outwardOf(family: 4 | 6): Statement[][] {
  const { saddr, daddr } = HEADERS[family]
  return [
    [inward, match(ct.status, 'in', 'dnat'), match(saddr, '==', named(setName('subnets', family))), masquerade()],
    [match(concat(saddr, daddr), '==', named(setName('remote', family))), accept()],
    [
      match(saddr, '==', named(setName('outward', family))),
      match(meta.oifname, '!=', named(INSIDE)),
      match(daddr, '!=', GROUPS[family]),
      masquerade(),
    ],
  ]
}

function withinOf(family: 4 | 6): Statement[] {
  const { saddr, daddr } = HEADERS[family]
  return [fromInside, inward, match(concat(saddr, daddr), '==', named(setName('within', family))), accept()]
}

/** Containers of the same network on other nodes. */
function remoteOf(family: 4 | 6): Statement[] {
  const { saddr, daddr } = HEADERS[family]
  return [inward, match(concat(daddr, saddr), '==', named(setName('remote', family))), accept()]
}

/**
 * What is neither from nor for a container. Where the host did not forward before there was a network, it still does not: others' published
 * ports, answers, and what the administrator lets pass by an element of `between` excepted.
 */
const FOREIGN: readonly Statement[][] = [
  [match(meta.nfproto, '!=', named(CLOSED)), accept()],
  [match(ct.state, 'in', ['established', 'related']), accept()],
  [match(ct.status, 'in', 'dnat'), accept()],
  [match(meta.iifname, '==', named(ROUTERS)), match(meta.nfproto, '==', 'ipv4'), accept()],
  [vmap(concat(meta.iifname, meta.oifname), named(BETWEEN))],
  [drop()],
]

/** What passes: answers, published ports, a network's own, networks that are open to each other, and what leaves. */
const FORWARD: readonly Statement[][] = [
  [match(meta.iifname, '!=', named(INSIDE)), match(meta.oifname, '!=', named(INSIDE)), goto('foreign')],
  [match(meta.iifname, '==', named(INTERNAL)), match(meta.oifname, '!=', named(INSIDE)), drop()],
  [
    vmap(ct.state, [
      ['established', accept()],
      ['related', accept()],
      ['invalid', drop()],
    ]),
  ],
  [inward, match(ct.status, 'in', 'dnat'), accept()],
  [vmap(concat(meta.iifname, meta.oifname), named(BETWEEN))],
  withinOf(4),
  withinOf(6),
  remoteOf(4),
  remoteOf(6),
  [match(meta.iifname, '==', named(OPEN)), match(meta.oifname, '==', named(OPEN)), accept()],
  [inward, drop()],
]

/** The rules, by chain. How many there are depends on nothing. */
const RULES: Readonly<Record<string, readonly Statement[][]>> = {
  guard: GUARD,
  publish: [...publishOf(4), ...publishOf(6)],
  // What is published on 127.0.0.1 is the host's alone. Another host can send to that address, too, and the kernel would drop
  // that only if it had not been changed.
  from_outside: [[match(ip.daddr, '==', '127.0.0.0/8'), accept()], [...TO_HOST]],
  // Nothing leaves the host from ::1, so that nothing could come back: better refused than silent.
  from_host: [[match(ip6.daddr, '==', '::1'), accept()], [...TO_HOST]],
  foreign: FOREIGN,
  outward: [[inward, match(ip.saddr, '==', '127.0.0.0/8'), masquerade()], ...outwardOf(4), ...outwardOf(6)],
  forward: FORWARD,
}

/** The rules of the table as they should be listed. */
export const EXPECTED: readonly Omit<NftRule, 'handle'>[] = Object.entries(RULES).flatMap(([chain, rules]) =>
  rules.map((expr) => ({ ...TABLE, chain, expr })),
)

/** Makes the table, or renews its rules: either way none is there twice, and no packet meets half of them. */
export const INSTALL: readonly NftCommand[] = [
  // Without flags: one that was put to sleep (dormant) wakes up.
  { add: { table: { family: TABLE.family, name: TABLE.table, flags: [] } } },
  ...SETS,
  ...CHAINS.map((chain) => ({ add: { chain: { ...TABLE, ...chain } } })),
  ...CHAINS.map(({ name }) => ({ flush: { chain: { ...TABLE, name } } })),
  ...EXPECTED.map((rule) => ({ add: { rule } })),
]

/** Takes the whole table away. */
export const UNINSTALL: NftCommand = { delete: { table: { family: TABLE.family, name: TABLE.table } } }
