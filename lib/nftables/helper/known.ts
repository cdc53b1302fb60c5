import type { CtExpr, IpsecExpr, IpsecKey, MetaExpr, OsfExpr, OsfKey, RtExpr, SocketExpr } from '../json.ts'
import { type Fields, fields } from './fields.ts'

/** What is known about the packet outside of it: `match(meta.oifname, '==', 'eth0')`. */
export const meta = fields(
  {
    /** Length of the packet, in bytes. */
    length: 'length',
    /** Network protocol (EtherType), 'ip', 'ip6', 'vlan'. */
    protocol: 'protocol',
    /** Family of the packet, 'ipv4' or 'ipv6'; for tables of family inet. */
    nfproto: 'nfproto',
    /** Transport protocol, 'tcp', past the extension headers of IPv6. */
    l4proto: 'l4proto',
    /** Priority (SO_PRIORITY, `tc` class), 'bulk' or '1:2'. */
    priority: 'priority',
    /** Mark of the packet, a number. */
    mark: 'mark',
    /** Link that it came in by, by index; the link must exist. */
    iif: 'iif',
    /** Name of the link that it came in by; 'eth*' for several. */
    iifname: 'iifname',
    /** Hardware type of that link, 'ether'. */
    iiftype: 'iiftype',
    /** Kind of that link, 'bridge'. */
    iifkind: 'iifkind',
    /** Group of that link. */
    iifgroup: 'iifgroup',
    /** Link that it leaves by, by index; the link must exist. */
    oif: 'oif',
    /** Name of the link that it leaves by; 'eth*' for several. */
    oifname: 'oifname',
    /** Hardware type of that link, 'ether'. */
    oiftype: 'oiftype',
    /** Kind of that link, 'bridge'. */
    oifkind: 'oifkind',
    /** Group of that link. */
    oifgroup: 'oifgroup',
    /** User of the socket that sends it, by id or name. */
    skuid: 'skuid',
    /** Group of the socket that sends it, by id or name. */
    skgid: 'skgid',
    /** 1 traces the packet (`nft monitor trace`); to be written. */
    nftrace: 'nftrace',
    /** Realm of its route. */
    rtclassid: 'rtclassid',
    /** Name of the bridge that it came in by; in family bridge. */
    ibrname: 'ibrname',
    /** Name of the bridge that it leaves by; in family bridge. */
    obrname: 'obrname',
    /** VLAN of untagged frames on the port that it came in by; in family bridge. */
    ibrpvid: 'ibrpvid',
    /** VLAN protocol of the bridge that it came in by; in family bridge. */
    ibrvproto: 'ibrvproto',
    /** To whom its frame was sent: 'host', 'broadcast', 'multicast', 'other'. */
    pkttype: 'pkttype',
    /** Number of the processor that treats it. */
    cpu: 'cpu',
    /** Control group of the socket that sends it (net_cls). */
    cgroup: 'cgroup',
    /** A random number of 32 bits. */
    random: 'random',
    /** Whether it came in by IPsec, 'exists' or 'missing'. */
    ipsec: 'ipsec',
    /** Time of its arrival, '2026-01-01 12:00:00' of local time, or seconds since 1970. */
    time: 'time',
    /** Day of its arrival, 'Monday' or 0 (Sunday) to 6. */
    day: 'day',
    /** Time of day of its arrival, '17:00' of local time, or seconds since midnight UTC. */
    hour: 'hour',
    /** Security context, as a number; objects of kind secmark have names. */
    secmark: 'secmark',
    /** Port of a VRF that it came in by, by index. */
    sdif: 'sdif',
    /** Name of the port of a VRF that it came in by. */
    sdifname: 'sdifname',
  },
  (key): MetaExpr => ({ meta: { key } }),
)

const ofBothDirections = {
  /** Network protocol of the connection, 'ipv4'. */
  l3proto: 'l3proto',
  /** Transport protocol of the connection, 'tcp'. */
  protocol: 'protocol',
  /** Bytes so far; needs net.netfilter.nf_conntrack_acct. */
  bytes: 'bytes',
  /** Packets so far; needs net.netfilter.nf_conntrack_acct. */
  packets: 'packets',
  /** Bytes a packet, on average. */
  avgpkt: 'avgpkt',
  /** Zone of connection tracking. */
  zone: 'zone',
} as const

const ofOneDirection = {
  /** Source address, in a table of family ip or ip6. */
  saddr: 'saddr',
  /** Destination address, in a table of family ip or ip6. */
  daddr: 'daddr',
  /** IPv4 source address, in a table of family inet; nft: `ct original ip saddr`. */
  ipSaddr: 'ip saddr',
  /** IPv4 destination address, in a table of family inet; nft: `ct original ip daddr`. */
  ipDaddr: 'ip daddr',
  /** IPv6 source address, in a table of family inet; nft: `ct original ip6 saddr`. */
  ip6Saddr: 'ip6 saddr',
  /** IPv6 destination address, in a table of family inet; nft: `ct original ip6 daddr`. */
  ip6Daddr: 'ip6 daddr',
  /** Source port; nft: `ct original proto-src`. */
  protoSrc: 'proto-src',
  /** Destination port; nft: `ct original proto-dst`. */
  protoDst: 'proto-dst',
} as const

const ofConnection = {
  /** State of the connection: 'new', 'established', 'related', 'invalid', 'untracked'. */
  state: 'state',
  /** Direction of the packet, 'original' or 'reply'. */
  direction: 'direction',
  /** Status of the connection: 'snat', 'dnat', 'assured', 'confirmed' and so on. */
  status: 'status',
  /** Mark of the connection, a number. */
  mark: 'mark',
  /** Time until it expires, '30s' or a number of seconds. */
  expiration: 'expiration',
  /** Name of its helper, 'ftp'. */
  helper: 'helper',
  /** Labels, by the names of connlabel.conf. */
  label: 'label',
  /** Events that are notified, 'new', 'destroy'; to be written. */
  event: 'event',
  /** Security context, as a number; objects of kind secmark have names. */
  secmark: 'secmark',
  /** Number of the connection. */
  id: 'id',
} as const

type Tuple = typeof ofBothDirections & typeof ofOneDirection

function tuple(dir: 'original' | 'reply'): Fields<Tuple, CtExpr> {
  return fields({ ...ofBothDirections, ...ofOneDirection }, (key) => ({ ct: { key, dir } }))
}

/** What is known of a packet's connection. */
export interface CtFields extends Fields<typeof ofConnection & typeof ofBothDirections, CtExpr> {
  /** What the packets of the direction have in which the connection was opened. */
  readonly original: Fields<Tuple, CtExpr>
  /** What the packets of the other direction have. */
  readonly reply: Fields<Tuple, CtExpr>
}

/** The connection: `match(ct.state, 'in', ['established', 'related'])`, `ct.original.ipDaddr`, `ct.reply.protoSrc`. */
export const ct: CtFields = Object.freeze({
  ...fields({ ...ofConnection, ...ofBothDirections }, (key): CtExpr => ({ ct: { key } })),
  original: tuple('original'),
  reply: tuple('reply'),
})

/** The route of the packet. */
export const rt = Object.freeze({
  /** Realm of the route, by name or number. */
  classid: { rt: { key: 'classid' } },
  /** Greatest TCP segment of the route, in bytes: `mangle(tcpOption('maxseg', 'size'), rt.mtu)`. */
  mtu: { rt: { key: 'mtu' } },
  /** Whether the route is one of IPsec, 'exists' or 'missing'. */
  ipsec: { rt: { key: 'ipsec' } },
  /** The gateway, in a table of family ip or ip6. */
  nexthop: { rt: { key: 'nexthop' } },
  /** The IPv4 gateway, in a table of family inet. */
  ipNexthop: { rt: { key: 'nexthop', family: 'ip' } },
  /** The IPv6 gateway, in a table of family inet. */
  ip6Nexthop: { rt: { key: 'nexthop', family: 'ip6' } },
} satisfies Record<string, RtExpr>)

/** The socket of this host that the packet belongs to. */
export const socket = fields(
  {
    /** Whether it has the option IP_TRANSPARENT, 1 or 0. */
    transparent: 'transparent',
    /** Its mark (SO_MARK). */
    mark: 'mark',
    /** Whether it is bound to any address, 1 or 0. */
    wildcard: 'wildcard',
  },
  (key) => ({ socket: { key } }) as SocketExpr,
)

/** The operating system that sent a SYN, by its fingerprint. */
export function osf(key: OsfKey['key'], ttl?: 'loose' | 'skip'): OsfExpr {
  return { osf: ttl === undefined ? { key } : { key, ttl } }
}

/** A security association: `ipsec({ key: 'reqid', dir: 'in' })`. */
export function ipsec(association: IpsecKey): IpsecExpr {
  return { ipsec: association }
}
