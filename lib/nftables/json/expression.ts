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

/** A number of 64 bits. `list` gives a decimal string where no number of JSON is exact (beyond 2^53); a bigint is accepted too. */
export type Uint64 = number | string | bigint

/** A constant: a symbol (`'ssh'`, `'10.0.0.1'`, `'established'`), `'@name'` for a set, `'*'` for anything. */
export type Immediate = string | number | bigint | boolean

/** Operands of which each bit is set that any of them has. */
export interface OrExpr {
  /** Two operands or more. */
  '|': Expr[]
}

/** Operands of which each bit is set that all of them have. */
export interface AndExpr {
  /** Two operands or more. */
  '&': Expr[]
}

/** Operands of which each bit is set that an odd number of them has. */
export interface XorExpr {
  /** Two operands or more. */
  '^': Expr[]
}

/** Bits moved towards the higher ones. */
export interface ShiftLeftExpr {
  /** What is moved, and by how many bits. */
  '<<': Expr[]
}

/** Bits moved towards the lower ones. */
export interface ShiftRightExpr {
  /** What is moved, and by how many bits. */
  '>>': Expr[]
}

/** The arithmetic of nft: two operands; `|`, `&` and `^` may take more. */
export type BinaryExpr = OrExpr | AndExpr | XorExpr | ShiftLeftExpr | ShiftRightExpr

/** Several keys as one. */
export interface ConcatExpr {
  /** The parts in order; nft: `ip saddr . tcp dport`. */
  concat: Expr[]
}

/** A prefix. */
export interface Prefix {
  /** Its address, '10.0.0.0'. */
  addr: Expr
  /** Its length, in bits. */
  len: number
}

/** An address and the length of its prefix, 10.0.0.0/8. */
export interface PrefixExpr {
  /** The address and the length of the prefix. */
  prefix: Prefix
}

/** From and to, both included. */
export interface RangeExpr {
  /** First and last value. */
  range: [Expr, Expr]
}

/** What an element of a set has counted. */
export interface CounterValues {
  /** Number of packets. */
  packets?: Uint64
  /** Number of bytes. */
  bytes?: Uint64
}

/** An element of a set or map, with what belongs to it. */
export interface SetElementProperties {
  /** The element itself; of a map, its key. */
  val: Expr
  /** Seconds for which it stays, 0 for ever; the set's own timeout unless given. */
  timeout?: number
  /** Seconds until it is removed. */
  expires?: number
  /** Free text of at most 128 bytes. */
  comment?: string
  /** Its counter; null for one that begins at 0. */
  counter?: CounterValues | null
  /** Its quota: how many bytes may pass, and how many have. */
  quota?: QuotaBytes
  /** Its rate limit, in packets or bytes for each time. */
  limit?: LimitRate
  /** How many connections it may have. */
  'ct count'?: CtCount
  /** When a packet matched it last; null where none did. */
  last?: LastUse | null
}

/** An element with properties of its own. Times are seconds. */
export interface ElemExpr {
  /** The element and what belongs to it. */
  elem: SetElementProperties
}

/** An element of a map: key and data. */
export type Mapping = [Expr, Expr]

/** An anonymous set (elements) or map (pairs). */
export interface SetExpr {
  /** Its elements, or pairs of key and data; one element may stand for itself. */
  set: Immediate | (Expr | Mapping)[]
}

/** A key and the map that it is looked up in. */
export interface MapLookup {
  /** What is looked up. */
  key: Expr
  /** The map: its pairs, or the name of a named one, '@name'. */
  data: SetExpr | string
}

/** `key` looked up in a map: `{ set: [[key, data], ...] }` or `'@name'`. */
export interface MapExpr {
  /** What is looked up, and the map from keys to data. */
  map: MapLookup
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
