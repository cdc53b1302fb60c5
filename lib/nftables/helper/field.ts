import type { CtExpr, IpsecExpr, MetaExpr, OsfExpr, PayloadExpr, RtExpr, SocketExpr } from '../json.ts'

/** The word of nft as a property: `frag-off` fragOff, `saddr ether` saddrEther. */
type Camel<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S extends `${infer Head} ${infer Tail}`
    ? `${Head}${Capitalize<Camel<Tail>>}`
    : S

type Fields<W extends string, E> = { readonly [K in W as Camel<K>]: E }

function camel(word: string): string {
  return word.replace(/[- ](.)/g, (_, letter: string) => letter.toUpperCase())
}

function fields<W extends string, E>(words: readonly W[], make: (word: W) => E): Fields<W, E> {
  return Object.freeze(Object.fromEntries(words.map((word) => [camel(word), make(word)]))) as Fields<W, E>
}

function header<W extends string>(protocol: string, words: readonly W[]): Fields<W, PayloadExpr> {
  return fields(words, (field) => ({ payload: { protocol, field } }))
}

/** Ethernet: `match(ether.saddr, '==', '00:11:22:33:44:55')`. */
export const ether = header('ether', ['daddr', 'saddr', 'type'])

/** The tag of IEEE 802.1Q. */
export const vlan = header('vlan', ['pcp', 'dei', 'id', 'type'])

/** ARP. */
export const arp = header('arp', [
  'htype',
  'ptype',
  'hlen',
  'plen',
  'operation',
  'saddr ether',
  'saddr ip',
  'daddr ether',
  'daddr ip',
])

/** IPv4: `match(ip.saddr, '==', prefix('10.0.0.0', 8))`. */
export const ip = header('ip', [
  'version',
  'hdrlength',
  'dscp',
  'ecn',
  'length',
  'id',
  'frag-off',
  'ttl',
  'protocol',
  'checksum',
  'saddr',
  'daddr',
])

/** IPv6: `match(ip6.saddr, '==', prefix('fd00::', 8))`. */
export const ip6 = header('ip6', [
  'version',
  'dscp',
  'ecn',
  'flowlabel',
  'length',
  'nexthdr',
  'hoplimit',
  'saddr',
  'daddr',
])

/** ICMP of IPv4: `match(icmp.type, '==', 'echo-request')`. */
export const icmp = header('icmp', ['type', 'code', 'checksum', 'id', 'sequence', 'gateway', 'mtu'])

/** IGMP: groups of multicast. */
export const igmp = header('igmp', ['type', 'mrt', 'checksum', 'group'])

/** ICMP of IPv6: `match(icmpv6.type, '==', 'nd-neighbor-solicit')`. */
export const icmpv6 = header('icmpv6', [
  'type',
  'code',
  'checksum',
  'parameter-problem',
  'mtu',
  'id',
  'sequence',
  'max-delay',
])

/** TCP: `match(tcp.dport, '==', 22)`. Its options are of `tcpOption`. */
export const tcp = header('tcp', [
  'sport',
  'dport',
  'sequence',
  'ackseq',
  'doff',
  'reserved',
  'flags',
  'window',
  'checksum',
  'urgptr',
])

/** UDP: `match(udp.dport, 'in', [53, 123])`. */
export const udp = header('udp', ['sport', 'dport', 'length', 'checksum'])

/** UDP-Lite. */
export const udplite = header('udplite', ['sport', 'dport', 'csumcov', 'checksum'])

/** SCTP. Its chunks are of `sctpChunk`. */
export const sctp = header('sctp', ['sport', 'dport', 'vtag', 'checksum'])

/** DCCP. Its options are of `dccpOption`. */
export const dccp = header('dccp', ['sport', 'dport', 'type'])

/** The ports of whatever transport it is: `match(meta.l4proto, 'in', ['tcp', 'udp'])` goes in front. */
export const th = header('th', ['sport', 'dport'])

/** The authentication header of IPsec. */
export const ah = header('ah', ['nexthdr', 'hdrlength', 'reserved', 'spi', 'sequence'])

/** The encapsulating security payload of IPsec. */
export const esp = header('esp', ['spi', 'sequence'])

/** Compressed payload (IPComp). */
export const comp = header('comp', ['nexthdr', 'flags', 'cpi'])

/** What is known about the packet outside of it: `match(meta.oifname, '==', 'eth0')`. */
export const meta = fields(
  [
    'length',
    'protocol',
    'nfproto',
    'l4proto',
    'priority',
    'mark',
    'iif',
    'iifname',
    'iiftype',
    'iifkind',
    'iifgroup',
    'oif',
    'oifname',
    'oiftype',
    'oifkind',
    'oifgroup',
    'skuid',
    'skgid',
    'nftrace',
    'rtclassid',
    'ibrname',
    'obrname',
    'ibrpvid',
    'ibrvproto',
    'pkttype',
    'cpu',
    'cgroup',
    'random',
    'ipsec',
    'time',
    'day',
    'hour',
    'secmark',
    'sdif',
    'sdifname',
  ],
  (key): MetaExpr => ({ meta: { key } }),
)

const CT_OF_BOTH_DIRECTIONS = ['l3proto', 'protocol', 'bytes', 'packets', 'avgpkt', 'zone'] as const

const CT_OF_ONE_DIRECTION = [
  ...CT_OF_BOTH_DIRECTIONS,
  'saddr',
  'daddr',
  'ip saddr',
  'ip daddr',
  'ip6 saddr',
  'ip6 daddr',
  'proto-src',
  'proto-dst',
] as const

function tuple(dir: 'original' | 'reply'): Fields<(typeof CT_OF_ONE_DIRECTION)[number], CtExpr> {
  return fields(CT_OF_ONE_DIRECTION, (key) => ({ ct: { key, dir } }))
}

/** The connection: `match(ct.state, 'in', ['established', 'related'])`, `ct.original.ipDaddr`, `ct.reply.protoSrc`. */
export const ct = Object.freeze({
  ...fields(
    [
      'state',
      'direction',
      'status',
      'mark',
      'expiration',
      'helper',
      'label',
      'event',
      'secmark',
      'id',
      ...CT_OF_BOTH_DIRECTIONS,
    ],
    (key): CtExpr => ({ ct: { key } }),
  ),
  original: tuple('original'),
  reply: tuple('reply'),
})

/** The route of the packet. */
export const rt = Object.freeze({
  classid: { rt: { key: 'classid' } },
  mtu: { rt: { key: 'mtu' } },
  ipsec: { rt: { key: 'ipsec' } },
  /** The gateway, in a table of family ip or ip6. */
  nexthop: { rt: { key: 'nexthop' } },
  /** The gateway, in a table of family inet. */
  ipNexthop: { rt: { key: 'nexthop', family: 'ip' } },
  ip6Nexthop: { rt: { key: 'nexthop', family: 'ip6' } },
} satisfies Record<string, RtExpr>)

/** The socket of this host that the packet belongs to. */
export const socket = fields(['transparent', 'mark', 'wildcard'], (key): SocketExpr => ({ socket: { key } }))

/** The operating system that sent a SYN, by its fingerprint. */
export function osf(key: OsfExpr['osf']['key'], ttl?: 'loose' | 'skip'): OsfExpr {
  return { osf: ttl === undefined ? { key } : { key, ttl } }
}

/** A security association: `ipsec({ key: 'reqid', dir: 'in' })`. */
export function ipsec(association: IpsecExpr['ipsec']): IpsecExpr {
  return { ipsec: association }
}
