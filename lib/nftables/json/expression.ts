import type {
  CtExpr,
  DccpOptionExpr,
  ExthdrExpr,
  FibExpr,
  IpOptionExpr,
  IpsecExpr,
  JhashExpr,
  MetaExpr,
  NumgenExpr,
  OsfExpr,
  PayloadExpr,
  RtExpr,
  SctpChunkExpr,
  SocketExpr,
  SymhashExpr,
  TcpOptionExpr,
} from './selector.ts'
import type { CtCount, LastUse, LimitRate, QuotaBytes, Statement, VerdictExpression } from './statement.ts'

/** A 64-bit number. Lists contain a decimal string beyond 2^53, where a JavaScript number is not exact; a bigint is accepted, too. */
export type Uint64 = number | string | bigint

/** A constant: a number or a symbol (`'ssh'`, `'10.0.0.1'`, `'established'`); `'@name'` for a named set, `'*'` for any value. */
export type Immediate = string | number | bigint | boolean

/** Bitwise OR. */
export interface OrExpr {
  /** Two or more operands. */
  '|': Expr[]
}

/** Bitwise AND. */
export interface AndExpr {
  /** Two or more operands. */
  '&': Expr[]
}

/** Bitwise exclusive OR. */
export interface XorExpr {
  /** Two or more operands. */
  '^': Expr[]
}

/** Left shift. */
export interface ShiftLeftExpr {
  /** The operand, and the number of bits. */
  '<<': Expr[]
}

/** Right shift. */
export interface ShiftRightExpr {
  /** The operand, and the number of bits. */
  '>>': Expr[]
}

/** A bitwise operation: `|`, `&` and `^` take two or more operands, the shifts two. */
export type BinaryExpr = OrExpr | AndExpr | XorExpr | ShiftLeftExpr | ShiftRightExpr

/** Several values as one key. */
export interface ConcatExpr {
  /** The values, in order; nft: `ip saddr . tcp dport`. */
  concat: Expr[]
}

/** An address and a prefix length. */
export interface Prefix {
  /** Address, '10.0.0.0'. */
  addr: Expr
  /** Prefix length, in bits. */
  len: number
}

/** An address prefix, such as 10.0.0.0/8. */
export interface PrefixExpr {
  /** Address and prefix length. */
  prefix: Prefix
}

/** A range of values, both ends included. */
export interface RangeExpr {
  /** First and last value. */
  range: [Expr, Expr]
}

/** Values of a counter. */
export interface CounterValues {
  /** Number of packets. */
  packets?: Uint64
  /** Number of bytes. */
  bytes?: Uint64
}

/** An element of a set or map, with its properties. */
export interface SetElementProperties {
  /** The value; for a map, its key. */
  val: Expr
  /** Lifetime in seconds, 0 for unlimited; by default, the timeout of the set. */
  timeout?: number
  /** Time until the element is removed, in seconds. */
  expires?: number
  /** Free text of at most 128 bytes. */
  comment?: string
  /** Counter of the element; null for one that starts at 0. */
  counter?: CounterValues | null
  /** Quota of the element. */
  quota?: QuotaBytes
  /** Rate limit of the element. */
  limit?: LimitRate
  /** Limit of the number of connections of the element. */
  'ct count'?: CtCount
  /** Time of the last match; null for never. */
  last?: LastUse | null
}

/** An element with properties such as timeout, comment or counter. */
export interface ElemExpr {
  /** The element and its properties. */
  elem: SetElementProperties
}

/** An element of a map: key and data. */
export type Mapping = [Expr, Expr]

/** An anonymous set of elements, or an anonymous map of pairs. */
export interface SetExpr {
  /** Elements, or pairs of key and data; a single element need not be in an array. */
  set: Immediate | (Expr | Mapping)[]
}

/** A map lookup. */
export interface MapLookup {
  /** Key to look up. */
  key: Expr
  /** An anonymous map, or the name of a map, '@name'. */
  data: SetExpr | string
}

/** The data of `key` in an anonymous map, `{ set: [[key, data], ...] }`, or a named one, `'@name'`. */
export interface MapExpr {
  /** The key, and the map. */
  map: MapLookup
}

/** An expression: a constant, a field of the packet, metadata, or a combination of them. */
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

/** Statements that a set or an element may contain. */
export type StatefulStatement = Extract<
  Statement,
  { counter: unknown } | { quota: unknown } | { limit: unknown } | { 'ct count': unknown } | { last: unknown }
>
