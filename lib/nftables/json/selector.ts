import type { Expr } from './expression.ts'

/** A field of a named header. */
export interface PayloadField {
  /** The protocol, 'ip', 'tcp', 'ether'. */
  protocol: string
  /** The field in nft's words, 'saddr', 'dport'. */
  field: string
}

/** Bits of the packet by their place. */
export interface PayloadBits {
  /** Where to count from: the link-layer header ('ll'), network header ('nh'), transport header ('th') or what it carries ('ih'). */
  base: 'll' | 'nh' | 'th' | 'ih'
  /** First bit, counted from the base. */
  offset: number
  /** Number of bits. */
  len: number
}

/** A field of a named header, or raw bits of the packet. */
export interface PayloadExpr {
  /** A field by its name, or bits by their place; nft: `ip saddr`, `@th,0,16`. */
  payload: PayloadField | PayloadBits
}

/** What of an IPv6 extension header is meant. */
export interface ExthdrField {
  /** The header: 'hbh', 'rt', 'rt0', 'rt2', 'rt4' (srh), 'frag', 'dst', 'mh'. */
  name: string
  /** Its field, 'nexthdr'; without one, whether the header is there. */
  field?: string
  /** Number of the header, where there are several of its kind. */
  offset?: number
}

/** An IPv6 extension header; without `field`, whether it is there. */
export interface ExthdrExpr {
  /** The header and its field. */
  exthdr: ExthdrField
}

/** A named option of a header. */
export interface HeaderOption {
  /** The option in nft's words: 'maxseg' of TCP, 'rr' of IPv4, 'data' for a chunk of SCTP. */
  name: string
  /** Its field, 'size'; without one, whether the option is there. */
  field?: string
}

/** Bits of a TCP option by its number. */
export interface TcpOptionBits {
  /** Number of the option. */
  base: number
  /** First bit, counted from the option's own first one. */
  offset: number
  /** Number of bits. */
  len: number
}

/** A TCP option; without `field`, whether it is there; or raw bits of option number `base`. */
export interface TcpOptionExpr {
  /** The option and its field. */
  'tcp option': HeaderOption | TcpOptionBits
}

/** An IPv4 option; without `field`, whether it is there. */
export interface IpOptionExpr {
  /** The option and its field. */
  'ip option': HeaderOption
}

/** An SCTP chunk; without `field`, whether it is there. */
export interface SctpChunkExpr {
  /** The chunk and its field. */
  'sctp chunk': HeaderOption
}

/** A DCCP option by its number. */
export interface DccpOption {
  /** Number of the option, 0 to 255. */
  type: number
}

/** A DCCP option, whether it is there. */
export interface DccpOptionExpr {
  /** The option. */
  'dccp option': DccpOption
}

/** A word for what is known about a packet. */
export interface MetaKey {
  /** The word, 'mark', 'iifname', 'l4proto', 'skuid'; nft(8) lists them under META EXPRESSIONS. */
  key: string
}

/** What is known about the packet outside of it: `mark`, `iifname`, `skuid` and so on. */
export interface MetaExpr {
  /** The key that names it; nft: `meta mark`, or `mark` alone. */
  meta: MetaKey
}

/** What of a packet's route is meant. */
export interface RtKey {
  /** 'classid' (realm), 'nexthop' (gateway), 'mtu' (TCP's maximal segment size), 'ipsec' (whether the route is one of IPsec). */
  key: 'classid' | 'nexthop' | 'mtu' | 'ipsec'
  /** Family of the gateway; needed for 'nexthop' in a table of family inet. */
  family?: 'ip' | 'ip6'
}

/** The route of the packet; in a table of family inet, `nexthop` needs `family`. */
export interface RtExpr {
  /** The key that names it; nft: `rt nexthop`. */
  rt: RtKey
}

/** What of a packet's connection is meant. */
export interface CtKey {
  /** The word, 'state', 'mark', 'saddr', 'bytes'; nft(8) lists them under CONNTRACK EXPRESSIONS. */
  key: string
  /** Family of an address, where the word does not say it. */
  family?: 'ip' | 'ip6'
  /** Direction, for words that each direction has of its own. */
  dir?: 'original' | 'reply'
}

/** The connection that the packet belongs to; `dir` for keys that each direction has of its own. */
export interface CtExpr {
  /** The key that names it, and the direction; nft: `ct original saddr`. */
  ct: CtKey
}

/** How a number for each packet is made. */
export interface Numgen {
  /** 'inc' counts up, 'random' takes any. */
  mode: 'inc' | 'random'
  /** The number stays below this. */
  mod: number
  /** Added to the number. */
  offset?: number
}

/** A number for each packet, counting or random, below `mod`, plus `offset`. */
export interface NumgenExpr {
  /** How it is made. */
  numgen: Numgen
}

/** How an expression is hashed. */
export interface Jhash {
  /** The hash stays below this. */
  mod: number
  /** Added to the hash. */
  offset?: number
  /** What is hashed. */
  expr: Expr
  /** Start value of the hash; random unless given. */
  seed?: number
}

/** Jenkins' hash of an expression, below `mod`, plus `offset`. */
export interface JhashExpr {
  /** What is hashed, and how. */
  jhash: Jhash
}

/** How a flow is hashed. */
export interface Symhash {
  /** The hash stays below this. */
  mod: number
  /** Added to the hash. */
  offset?: number
}

/** A hash that is the same for both directions of a flow, below `mod`, plus `offset`. */
export interface SymhashExpr {
  /** How the flow is hashed. */
  symhash: Symhash
}

/** What of the packet a lookup in the routing tables goes by. */
export type FibFlag = 'saddr' | 'daddr' | 'mark' | 'iif' | 'oif'

/** A lookup in the routing tables. */
export interface Fib {
  /** What is wanted: the index or the name of the link by which the address is reached, or the type of the address. */
  result: 'oif' | 'oifname' | 'type'
  /** What of the packet the lookup goes by: 'saddr' or 'daddr', and what narrows it. */
  flags: FibFlag | FibFlag[]
}

/** A lookup in the routing tables: the link that packets would leave by, or the type of an address. */
export interface FibExpr {
  /** What is looked up, and by what. */
  fib: Fib
}

/** What of a packet's socket is meant. */
export interface SocketKey {
  /** 'transparent': whether it has IP_TRANSPARENT; 'mark': its mark (SO_MARK); 'wildcard': whether it is bound to any address. */
  key: 'transparent' | 'mark' | 'wildcard'
}

/** The socket of this host that the packet belongs to. */
export interface SocketExpr {
  /** The key that names it; nft: `socket mark`. */
  socket: SocketKey
}

/** What of an operating system's fingerprint is meant. */
export interface OsfKey {
  /** 'name' of the system, or name and 'version'. */
  key: 'name' | 'version'
  /** Check of the TTL: 'loose' where it is not above the fingerprint's, 'skip' not at all; the fingerprint's own one unless given. */
  ttl?: 'loose' | 'skip'
}

/** The operating system that sent a SYN, by its fingerprint. */
export interface OsfExpr {
  /** The key that names it, and how the TTL is checked; nft: `osf name`. */
  osf: OsfKey
}

/** What of a security association is meant. */
export interface IpsecKey {
  /** Source or destination of the tunnel, request id, or security parameter index. */
  key: 'saddr' | 'daddr' | 'reqid' | 'spi'
  /** Whether the packet came in by it or will go out by it. */
  dir: 'in' | 'out'
  /** Family of the address, for 'saddr' and 'daddr'. */
  family?: 'ip' | 'ip6'
  /** Which association of the packet, counted from 0. */
  spnum?: number
}

/** A security association of the packet; `spnum` counts them from 0. */
export interface IpsecExpr {
  /** The key that names it, and the direction; nft: `ipsec in reqid`. */
  ipsec: IpsecKey
}
