import type {
  CtCountStatement,
  LastStatement,
  LimitStatement,
  QuotaStatement,
  Statement,
  VerdictExpression,
} from './statement.ts'

/** A number of 64 bits. `list` gives a decimal string where no number of JSON is exact (beyond 2^53); a bigint is accepted too. */
export type Uint64 = number | string | bigint

/** A constant: a symbol (`'ssh'`, `'10.0.0.1'`, `'established'`), `'@name'` for a set, `'*'` for anything. */
export type Immediate = string | number | bigint | boolean

/** A field of a named header, or raw bits of the packet (`offset` and `len` in bits). */
export interface PayloadExpr {
  payload: { protocol: string; field: string } | { base: 'll' | 'nh' | 'th' | 'ih'; offset: number; len: number }
}

/** An IPv6 extension header; without `field`, whether it is there. */
export interface ExthdrExpr {
  exthdr: { name: string; field?: string; offset?: number }
}

/** A TCP option; without `field`, whether it is there; or raw bits of option number `base`. */
export interface TcpOptionExpr {
  'tcp option': { name: string; field?: string } | { base: number; offset: number; len: number }
}

/** An IPv4 option; without `field`, whether it is there. */
export interface IpOptionExpr {
  'ip option': { name: string; field?: string }
}

/** An SCTP chunk; without `field`, whether it is there. */
export interface SctpChunkExpr {
  'sctp chunk': { name: string; field?: string }
}

/** A DCCP option, whether it is there. */
export interface DccpOptionExpr {
  'dccp option': { type: number }
}

/** What is known about the packet outside of it: `mark`, `iifname`, `skuid` and so on. */
export interface MetaExpr {
  meta: { key: string }
}

/** The route of the packet; in a table of family inet, `nexthop` needs `family`. */
export interface RtExpr {
  rt: { key: 'classid' | 'nexthop' | 'mtu' | 'ipsec'; family?: 'ip' | 'ip6' }
}

/** The connection that the packet belongs to; `dir` for keys that each direction has of its own. */
export interface CtExpr {
  ct: { key: string; family?: 'ip' | 'ip6'; dir?: 'original' | 'reply' }
}

/** A number for each packet, counting or random, below `mod`, plus `offset`. */
export interface NumgenExpr {
  numgen: { mode: 'inc' | 'random'; mod: number; offset?: number }
}

/** Jenkins' hash of an expression, below `mod`, plus `offset`. */
export interface JhashExpr {
  jhash: { mod: number; offset?: number; expr: Expr; seed?: number }
}

/** A hash that is the same for both directions of a flow, below `mod`, plus `offset`. */
export interface SymhashExpr {
  symhash: { mod: number; offset?: number }
}

/** What of the packet a lookup in the routing tables goes by. */
export type FibFlag = 'saddr' | 'daddr' | 'mark' | 'iif' | 'oif'

/** A lookup in the routing tables: the link that packets would leave by, or the type of an address. */
export interface FibExpr {
  fib: { result: 'oif' | 'oifname' | 'type'; flags: FibFlag | FibFlag[] }
}

/** The socket of this host that the packet belongs to. */
export interface SocketExpr {
  socket: { key: 'transparent' | 'mark' | 'wildcard' }
}

/** The operating system that sent a SYN, by its fingerprint. */
export interface OsfExpr {
  osf: { key: 'name' | 'version'; ttl?: 'loose' | 'skip' }
}

/** A security association of the packet; `spnum` counts them from 0. */
export interface IpsecExpr {
  ipsec: { key: 'saddr' | 'daddr' | 'reqid' | 'spi'; dir: 'in' | 'out'; family?: 'ip' | 'ip6'; spnum?: number }
}

/** The arithmetic of nft: two operands; `|`, `&` and `^` may take more. */
export type BinaryExpr = { '|': Expr[] } | { '&': Expr[] } | { '^': Expr[] } | { '<<': Expr[] } | { '>>': Expr[] }

/** Several keys as one. */
export interface ConcatExpr {
  concat: Expr[]
}

/** An address and the length of its prefix, 10.0.0.0/8. */
export interface PrefixExpr {
  prefix: { addr: Expr; len: number }
}

/** From and to, both included. */
export interface RangeExpr {
  range: [Expr, Expr]
}

/** An element with properties of its own. Times are seconds. */
export interface ElemExpr {
  elem: {
    val: Expr
    timeout?: number
    expires?: number
    comment?: string
    counter?: { packets?: Uint64; bytes?: Uint64 } | null
    quota?: Exclude<QuotaStatement['quota'], Expr>
    limit?: Exclude<LimitStatement['limit'], Expr>
    'ct count'?: CtCountStatement['ct count']
    last?: LastStatement['last']
  }
}

/** An element of a map: key and data. */
export type Mapping = [Expr, Expr]

/** An anonymous set (elements) or map (pairs). */
export interface SetExpr {
  set: Immediate | (Expr | Mapping)[]
}

/** `key` looked up in a map: `{ set: [[key, data], ...] }` or `'@name'`. */
export interface MapExpr {
  map: { key: Expr; data: SetExpr | string }
}

/** Whatever has a value: a constant, a part of the packet, what is known about it, and what is made of those. */
export type Expr =
  | Immediate
  | Expr[]
  | PayloadExpr
  | ExthdrExpr
  | TcpOptionExpr
  | IpOptionExpr
  | SctpChunkExpr
  | DccpOptionExpr
  | MetaExpr
  | RtExpr
  | CtExpr
  | NumgenExpr
  | JhashExpr
  | SymhashExpr
  | FibExpr
  | SocketExpr
  | OsfExpr
  | IpsecExpr
  | BinaryExpr
  | ConcatExpr
  | PrefixExpr
  | RangeExpr
  | ElemExpr
  | SetExpr
  | MapExpr
  | VerdictExpression

/** Statements that a set element or a set may carry. */
export type StatefulStatement = Extract<
  Statement,
  { counter: unknown } | { quota: unknown } | { limit: unknown } | { 'ct count': unknown } | { last: unknown }
>
