import type { CtExpr, IpsecExpr, IpsecKey, MetaExpr, OsfExpr, OsfKey, RtExpr, SocketExpr } from '../json.ts'
import { type Fields, fields } from './fields.ts'

/** Packet metadata: `match(meta.oifname, '==', 'eth0')`. */
export const meta = fields(
  {
    /** Length of the packet, in bytes. */
    length: 'length',
    /** Network protocol (EtherType), 'ip', 'ip6', 'vlan'. */
    protocol: 'protocol',
    /** Family of the packet, 'ipv4' or 'ipv6'; for tables of family inet. */
    nfproto: 'nfproto',
    /** Transport protocol, such as 'tcp', after any IPv6 extension headers. */
    l4proto: 'l4proto',
    /** Priority (SO_PRIORITY, `tc` class): 'bulk' or '1:2'. */
    priority: 'priority',
    /** Packet mark (fwmark). */
    mark: 'mark',
    /** Incoming link, by index; the link must exist. */
    iif: 'iif',
    /** Name of the incoming link; 'eth*' matches several. */
    iifname: 'iifname',
    /** Hardware type of that link, 'ether'. */
    iiftype: 'iiftype',
    /** Kind of that link, 'bridge'. */
    iifkind: 'iifkind',
    /** Group of that link. */
    iifgroup: 'iifgroup',
    /** Outgoing link, by index; the link must exist. */
    oif: 'oif',
    /** Name of the outgoing link; 'eth*' matches several. */
    oifname: 'oifname',
    /** Hardware type of that link, 'ether'. */
    oiftype: 'oiftype',
    /** Kind of that link, 'bridge'. */
    oifkind: 'oifkind',
    /** Group of that link. */
    oifgroup: 'oifgroup',
    /** User of the sending socket, by id or name. */
    skuid: 'skuid',
    /** Group of the sending socket, by id or name. */
    skgid: 'skgid',
    /** 1 traces the packet (`nft monitor trace`); for use with `mangle`. */
    nftrace: 'nftrace',
    /** Realm of the packet's route. */
    rtclassid: 'rtclassid',
    /** Name of the incoming bridge; family bridge only. */
    ibrname: 'ibrname',
    /** Name of the outgoing bridge; family bridge only. */
    obrname: 'obrname',
    /** VLAN of untagged frames (PVID) of the incoming bridge port; family bridge only. */
    ibrpvid: 'ibrpvid',
    /** VLAN protocol of the incoming bridge; family bridge only. */
    ibrvproto: 'ibrvproto',
    /** Destination of the frame: 'host', 'broadcast', 'multicast' or 'other'. */
    pkttype: 'pkttype',
    /** Number of the CPU that processes the packet. */
    cpu: 'cpu',
    /** Control group of the sending socket (net_cls). */
    cgroup: 'cgroup',
    /** A random 32-bit number. */
    random: 'random',
    /** Whether the packet was received through IPsec: 'exists' or 'missing'. */
    ipsec: 'ipsec',
    /** Time of reception: '2026-01-01 12:00:00' in local time, or seconds since 1970. */
    time: 'time',
    /** Day of reception: 'Monday', or 0 (Sunday) to 6. */
    day: 'day',
    /** Time of day of reception: '17:00' in local time, or seconds since midnight UTC. */
    hour: 'hour',
    /** Security context as a number; secmark objects name it. */
    secmark: 'secmark',
    /** Incoming port of a VRF, by index. */
    sdif: 'sdif',
    /** Name of the incoming port of a VRF. */
    sdifname: 'sdifname',
  },
  (key): MetaExpr => ({ meta: { key } }),
)

const ofBothDirections = {
  /** Network protocol of the connection, such as 'ipv4'. */
  l3proto: 'l3proto',
  /** Transport protocol of the connection, such as 'tcp'. */
  protocol: 'protocol',
  /** Number of bytes; requires net.netfilter.nf_conntrack_acct. */
  bytes: 'bytes',
  /** Number of packets; requires net.netfilter.nf_conntrack_acct. */
  packets: 'packets',
  /** Average packet size, in bytes. */
  avgpkt: 'avgpkt',
  /** Connection tracking zone. */
  zone: 'zone',
} as const

const ofOneDirection = {
  /** Source address; in a table of family ip or ip6. */
  saddr: 'saddr',
  /** Destination address; in a table of family ip or ip6. */
  daddr: 'daddr',
  /** IPv4 source address; in a table of family inet; nft: `ct original ip saddr`. */
  ipSaddr: 'ip saddr',
  /** IPv4 destination address; in a table of family inet; nft: `ct original ip daddr`. */
  ipDaddr: 'ip daddr',
  /** IPv6 source address; in a table of family inet; nft: `ct original ip6 saddr`. */
  ip6Saddr: 'ip6 saddr',
  /** IPv6 destination address; in a table of family inet; nft: `ct original ip6 daddr`. */
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
  /** Mark of the connection (connmark). */
  mark: 'mark',
  /** Time until the connection expires: '30s', or a number of seconds. */
  expiration: 'expiration',
  /** Name of the helper, such as 'ftp'. */
  helper: 'helper',
  /** Labels, named in connlabel.conf. */
  label: 'label',
  /** Events to notify about: 'new', 'destroy' and so on; for use with `mangle`. */
  event: 'event',
  /** Security context as a number; secmark objects name it. */
  secmark: 'secmark',
  /** Id of the connection. */
  id: 'id',
} as const

type Tuple = typeof ofBothDirections & typeof ofOneDirection

function tuple(dir: 'original' | 'reply'): Fields<Tuple, CtExpr> {
  return fields({ ...ofBothDirections, ...ofOneDirection }, (key) => ({ ct: { key, dir } }))
}

/** Properties of the packet's connection. */
export interface CtFields extends Fields<typeof ofConnection & typeof ofBothDirections, CtExpr> {
  /** Addresses, ports and counters of the original direction. */
  readonly original: Fields<Tuple, CtExpr>
  /** Addresses, ports and counters of the reply direction. */
  readonly reply: Fields<Tuple, CtExpr>
}

/** Connection tracking: `match(ct.state, 'in', ['established', 'related'])`, `ct.original.ipDaddr`, `ct.reply.protoSrc`. */
export const ct: CtFields = Object.freeze({
  ...fields({ ...ofConnection, ...ofBothDirections }, (key): CtExpr => ({ ct: { key } })),
  original: tuple('original'),
  reply: tuple('reply'),
})

/** Route of the packet. */
export const rt = Object.freeze({
  /** Realm of the route, by name or number. */
  classid: { rt: { key: 'classid' } },
  /** Maximum TCP segment size (MSS) of the route, in bytes: `mangle(tcpOption('maxseg', 'size'), rt.mtu)`. */
  mtu: { rt: { key: 'mtu' } },
  /** Whether the route uses IPsec: 'exists' or 'missing'. */
  ipsec: { rt: { key: 'ipsec' } },
  /** Gateway; in a table of family ip or ip6. */
  nexthop: { rt: { key: 'nexthop' } },
  /** IPv4 gateway; in a table of family inet. */
  ipNexthop: { rt: { key: 'nexthop', family: 'ip' } },
  /** IPv6 gateway; in a table of family inet. */
  ip6Nexthop: { rt: { key: 'nexthop', family: 'ip6' } },
} satisfies Record<string, RtExpr>)

/** Local socket that the packet belongs to. */
export const socket = fields(
  {
    /** Whether IP_TRANSPARENT is set: 1 or 0. */
    transparent: 'transparent',
    /** Mark of the socket (SO_MARK). */
    mark: 'mark',
    /** Whether the socket is bound to any address: 1 or 0. */
    wildcard: 'wildcard',
  },
  (key) => ({ socket: { key } }) as SocketExpr,
)

/** Operating system of the sender of a SYN packet, by passive fingerprinting. */
export function osf(key: OsfKey['key'], ttl?: 'loose' | 'skip'): OsfExpr {
  return { osf: ttl === undefined ? { key } : { key, ttl } }
}

/** A property of an IPsec security association: `ipsec({ key: 'reqid', dir: 'in' })`. */
export function ipsec(association: IpsecKey): IpsecExpr {
  return { ipsec: association }
}
