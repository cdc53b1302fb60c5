import type { Expr } from './expression.ts'

/** A field of a protocol header. */
export interface PayloadField {
  /** Protocol, such as 'ip', 'tcp' or 'ether'. */
  protocol: string
  /** Field, such as 'saddr' or 'dport'. */
  field: string
}

/** Bits of the packet, by offset and length. */
export interface PayloadBits {
  /** Start of the link-layer ('ll'), network ('nh') or transport header ('th'), or of the transport payload ('ih'). */
  base: 'll' | 'nh' | 'th' | 'ih'
  /** Offset from the base, in bits. */
  offset: number
  /** Length, in bits. */
  len: number
}

/** A field of a protocol header, or raw bits of the packet. */
export interface PayloadExpr {
  /** Field, or offset and length; nft: `ip saddr`, `@th,0,16`. */
  payload: PayloadField | PayloadBits
}

/** A field of an IPv6 extension header. */
export interface ExthdrField {
  /** Header: 'hbh', 'rt', 'rt0', 'rt2', 'rt4' (srh), 'frag', 'dst' or 'mh'. */
  name: string
  /** Field, such as 'nexthdr'; if absent, whether the header is present. */
  field?: string
  /** Which header of that kind, counted from 0. */
  offset?: number
}

/** A field of an IPv6 extension header; without `field`, whether the header is present. */
export interface ExthdrExpr {
  /** Header and field. */
  exthdr: ExthdrField
}

/** An option of a protocol header. */
export interface HeaderOption {
  /** Name of the option: 'maxseg' for TCP, 'rr' for IPv4, 'data' for an SCTP chunk. */
  name: string
  /** Field, such as 'size'; if absent, whether the option is present. */
  field?: string
}

/** Bits of a TCP option, by number. */
export interface TcpOptionBits {
  /** Number of the option. */
  base: number
  /** Offset from the start of the option, in bits. */
  offset: number
  /** Length, in bits. */
  len: number
}

/** A field of a TCP option; without `field`, whether the option is present; or raw bits of option number `base`. */
export interface TcpOptionExpr {
  /** Option and field. */
  'tcp option': HeaderOption | TcpOptionBits
}

/** A field of an IPv4 option; without `field`, whether the option is present. */
export interface IpOptionExpr {
  /** Option and field. */
  'ip option': HeaderOption
}

/** A field of an SCTP chunk; without `field`, whether the chunk is present. */
export interface SctpChunkExpr {
  /** Chunk and field. */
  'sctp chunk': HeaderOption
}

/** A DCCP option. */
export interface DccpOption {
  /** Number of the option, 0 to 255. */
  type: number
}

/** Whether a DCCP option is present. */
export interface DccpOptionExpr {
  /** The option to look for. */
  'dccp option': DccpOption
}

/** A key of packet metadata. */
export interface MetaKey {
  /** Key, such as 'mark', 'iifname', 'l4proto' or 'skuid'; see META EXPRESSIONS in nft(8). */
  key: string
}

/** Packet metadata: `mark`, `iifname`, `skuid` and so on. */
export interface MetaExpr {
  /** Key; nft: `meta mark`, or just `mark`. */
  meta: MetaKey
}

/** A property of the packet's route. */
export interface RtKey {
  /** 'classid' (realm), 'nexthop' (gateway), 'mtu' (maximum TCP segment size), or 'ipsec' (whether the route uses IPsec). */
  key: 'classid' | 'nexthop' | 'mtu' | 'ipsec'
  /** Family of the gateway; required for 'nexthop' in a table of family inet. */
  family?: 'ip' | 'ip6'
}

/** A property of the packet's route; in a table of family inet, `nexthop` requires `family`. */
export interface RtExpr {
  /** Key; nft: `rt nexthop`. */
  rt: RtKey
}

/** A property of the packet's connection. */
export interface CtKey {
  /** Key, such as 'state', 'mark', 'saddr' or 'bytes'; see CONNTRACK EXPRESSIONS in nft(8). */
  key: string
  /** Family of an address; required in a table of family inet. */
  family?: 'ip' | 'ip6'
  /** Direction, for keys that depend on it. */
  dir?: 'original' | 'reply'
}

/** A property of the packet's connection (connection tracking). */
export interface CtExpr {
  /** Key and direction; nft: `ct original saddr`. */
  ct: CtKey
}

/** A number generator. */
export interface Numgen {
  /** 'inc' counts up, 'random' generates random numbers. */
  mode: 'inc' | 'random'
  /** Modulus: the number is less than this. */
  mod: number
  /** Offset added to the number. */
  offset?: number
}

/** A generated number for each packet, incremental or random: less than `mod`, plus `offset`. */
export interface NumgenExpr {
  /** The generator; nft: `numgen inc mod 2`. */
  numgen: Numgen
}

/** A Jenkins hash. */
export interface Jhash {
  /** Modulus: the hash is less than this. */
  mod: number
  /** Offset added to the hash. */
  offset?: number
  /** Expression to hash. */
  expr: Expr
  /** Seed of the hash; random by default. */
  seed?: number
}

/** Jenkins hash of an expression: less than `mod`, plus `offset`. */
export interface JhashExpr {
  /** Expression and parameters of the hash; nft: `jhash ip saddr mod 2`. */
  jhash: Jhash
}

/** A symmetric hash. */
export interface Symhash {
  /** Modulus: the hash is less than this. */
  mod: number
  /** Offset added to the hash. */
  offset?: number
}

/** Hash that is equal for both directions of a flow: less than `mod`, plus `offset`. */
export interface SymhashExpr {
  /** Parameters of the hash; nft: `symhash mod 2`. */
  symhash: Symhash
}

/** Fields of the packet that a route lookup uses. */
export type FibFlag = 'saddr' | 'daddr' | 'mark' | 'iif' | 'oif'

/** A route lookup. */
export interface Fib {
  /** Result: index or name of the outgoing link, or type of the address. */
  result: 'oif' | 'oifname' | 'type'
  /** Fields to look up: 'saddr' or 'daddr', optionally with 'mark', 'iif' or 'oif'. */
  flags: FibFlag | FibFlag[]
}

/** A route lookup: the outgoing link, or the type of an address. */
export interface FibExpr {
  /** Fields and result of the lookup; nft: `fib daddr type`. */
  fib: Fib
}

/** A property of the packet's socket. */
export interface SocketKey {
  /** 'transparent' (whether IP_TRANSPARENT is set), 'mark' (SO_MARK), or 'wildcard' (whether it is bound to any address). */
  key: 'transparent' | 'mark' | 'wildcard'
}

/** A property of the local socket that the packet belongs to. */
export interface SocketExpr {
  /** Key; nft: `socket mark`. */
  socket: SocketKey
}

/** An operating system fingerprint. */
export interface OsfKey {
  /** 'name' of the system, or 'version' for name and version. */
  key: 'name' | 'version'
  /** TTL check: 'loose' accepts a TTL up to that of the fingerprint, 'skip' any; by default, both must be equal (`NF_OSF_TTL_*`). */
  ttl?: 'loose' | 'skip'
}

/** Operating system of the sender of a SYN packet, by passive fingerprinting. */
export interface OsfExpr {
  /** Key and TTL check; nft: `osf name`. */
  osf: OsfKey
}

/** A property of a security association. */
export interface IpsecKey {
  /** Source or destination address of the tunnel, request id, or security parameter index (SPI). */
  key: 'saddr' | 'daddr' | 'reqid' | 'spi'
  /** Direction of the association. */
  dir: 'in' | 'out'
  /** Family of the address, for 'saddr' and 'daddr'. */
  family?: 'ip' | 'ip6'
  /** Which of the packet's associations, counted from 0. */
  spnum?: number
}

/** A property of an IPsec security association of the packet. */
export interface IpsecExpr {
  /** Key and direction; nft: `ipsec in reqid`. */
  ipsec: IpsecKey
}
