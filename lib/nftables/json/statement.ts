import type {
  DupStatement,
  FlowStatement,
  FwdStatement,
  LogStatement,
  MangleStatement,
  NatStatement,
  NotrackStatement,
  QueueStatement,
  RejectStatement,
  ResetStatement,
  SecmarkStatement,
  SynproxyStatement,
  TproxyStatement,
  UnknownStatement,
  XtStatement,
} from './action.ts'
import type { CounterValues, Expr, MapLookup, Uint64 } from './expression.ts'

/** Accepts the packet at this hook. */
export interface AcceptVerdict {
  /** Always null: it has no properties. */
  accept: null
}

/** Drops the packet. */
export interface DropVerdict {
  /** Always null: it has no properties. */
  drop: null
}

/** Continues with the next rule. */
export interface ContinueVerdict {
  /** Always null: it has no properties. */
  continue: null
}

/** Returns to the calling chain, or to the policy of the base chain. */
export interface ReturnVerdict {
  /** Always null: it has no properties. */
  return: null
}

/** The chain to continue in. */
export interface ChainTarget {
  /** Name of the chain, in the same table. */
  target: string
}

/** Jumps to another chain and returns at its end. */
export interface JumpVerdict {
  /** Destination of the jump. */
  jump: ChainTarget
}

/** Continues in another chain without returning. */
export interface GotoVerdict {
  /** Destination of the goto. */
  goto: ChainTarget
}

/** A verdict on the packet. */
export type VerdictExpression =
  | AcceptVerdict
  | DropVerdict
  | ContinueVerdict
  | ReturnVerdict
  | JumpVerdict
  | GotoVerdict

/** Comparison operator. 'in' is nft's implicit operator: any of the flags is set, or the value is in the set. '!': none of the bits is set. */
export type MatchOperator = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in' | '!'

/** A comparison. */
export interface Match {
  /** Left operand: a field of the packet, metadata and so on. */
  left: Expr
  /** Right operand: a value, a range, a prefix or a set. */
  right: Expr
  /** Operator; with a set, '==' tests whether the set contains the value. */
  op: MatchOperator
}

/** Continues with the rule only if `left op right` is true. */
export interface MatchStatement {
  /** The comparison; nft: `ip saddr 10.0.0.1`. */
  match: Match
}

/** Counts packets and bytes. */
export interface CounterStatement {
  /** Current values, the name of a counter object, or null for a counter that starts at 0. */
  counter: CounterValues | Expr | null
}

/** A quota of a rule or an element. */
export interface QuotaBytes {
  /** Size of the quota, in `val_unit`. */
  val: Uint64
  /** 'bytes' (the default), 'kbytes' or 'mbytes'. */
  val_unit?: string
  /** Amount used so far, in `used_unit`. */
  used?: Uint64
  /** 'bytes' (the default), 'kbytes' or 'mbytes'. */
  used_unit?: string
  /** If true, matches once the quota is exceeded; otherwise, until it is exceeded; nft: `over`, `until`. */
  inv?: boolean
}

/** Matches until the quota is exceeded or, with `inv`, after that. */
export interface QuotaStatement {
  /** A quota, or the name of a quota object. */
  quota: QuotaBytes | Expr
}

/** Time unit of a rate. */
export type RateUnit = 'second' | 'minute' | 'hour' | 'day' | 'week'

/** A rate limit of a rule or an element. */
export interface LimitRate {
  /** Rate, in `rate_unit` per `per`. */
  rate: Uint64
  /** 'packets' (the default), 'bytes', 'kbytes' or 'mbytes'. */
  rate_unit?: string
  /** Time unit of the rate, such as 'second'. */
  per?: string
  /** Burst that may exceed the rate, in `burst_unit`; 5 packets by default. */
  burst?: number
  /** Unit of the burst: 'packets', 'bytes', 'kbytes' or 'mbytes'. */
  burst_unit?: string
  /** If true, matches packets above the rate; otherwise, packets within it; nft: `over`. */
  inv?: boolean
}

/** Matches packets within the rate or, with `inv`, above it. */
export interface LimitStatement {
  /** A rate limit, or the name of a limit object. */
  limit: LimitRate | Expr
}

/** Time of the last match. */
export interface LastUse {
  /** Time since the last match, in milliseconds. */
  used?: Uint64
  /** Whether there has been a match. */
  set?: boolean
}

/** Records the time of the last match. */
export interface LastStatement {
  /** Time of the last match; null for never. */
  last: LastUse | null
}

/** A change of a set by a rule. */
export interface SetUpdate {
  /** 'add' adds the element, 'update' also renews its timeout, 'delete' removes it. */
  op: 'add' | 'update' | 'delete'
  /** The element. */
  elem: Expr
  /** Name of the set, '@name'. */
  set: string
  /** Statements for the new element, such as a counter. */
  stmt?: Statement[]
}

/** Adds, updates or deletes an element of a set when a packet matches. */
export interface SetStatement {
  /** Operation, element and set; nft: `add @name { ip saddr }`. */
  set: SetUpdate
}

/** A change of a map by a rule. */
export interface MapUpdate {
  /** 'add' adds the pair, 'update' also renews its timeout, 'delete' removes it. */
  op: 'add' | 'update' | 'delete'
  /** The key. */
  elem: Expr
  /** The data of the key. */
  data: Expr
  /** Name of the map, '@name'. */
  map: string
  /** Statements for the new element, such as a counter. */
  stmt?: Statement[]
}

/** Adds, updates or deletes an element of a map when a packet matches. */
export interface MapStatement {
  /** Operation, key, data and map; nft: `add @name { ip saddr : meta mark }`. */
  map: MapUpdate
}

/** A statement with separate state for each key. */
export interface Meter {
  /** Name of the set that contains the keys. */
  name: string
  /** Expression whose value is the key. */
  key: Expr
  /** Statement for each key, such as a limit. */
  stmt: Statement
  /** Maximum number of keys. */
  size?: number
}

/** A statement with separate state for each key; obsolete, use a set with flag 'dynamic'. */
export interface MeterStatement {
  /** Key, statement and set. */
  meter: Meter
}

/** Looks up a verdict in a map. */
export interface VmapStatement {
  /** The key, and the verdict map; nft: `ct state vmap { ... }`. */
  vmap: MapLookup
}

/** A limit of the number of connections. */
export interface CtCount {
  /** Number of connections. */
  val: number
  /** If true, matches while there are more connections; otherwise, while there are at most that many; nft: `over`. */
  inv?: boolean
}

/** Matches while there are at most `val` connections or, with `inv`, more. */
export interface CtCountStatement {
  /** Number of connections; nft: `ct count`. */
  'ct count': CtCount
}

/** Assigns a helper to the connection. */
export interface CtHelperStatement {
  /** Name of the helper object, or a map to names. */
  'ct helper': Expr
}

/** Assigns a timeout policy to the connection. */
export interface CtTimeoutStatement {
  /** Name of the timeout object, or a map to names. */
  'ct timeout': Expr
}

/** Creates an expectation for the connection. */
export interface CtExpectationStatement {
  /** Name of the expectation object, or a map to names. */
  'ct expectation': Expr
}

/** Assigns a connection tracking object to the connection. */
export type CtObjectStatement = CtHelperStatement | CtTimeoutStatement | CtExpectationStatement

/** A statement of a rule. */
export type Statement =
  | VerdictExpression
  | MatchStatement
  | CounterStatement
  | QuotaStatement
  | LimitStatement
  | LastStatement
  | MangleStatement
  | ResetStatement
  | FwdStatement
  | NotrackStatement
  | DupStatement
  | FlowStatement
  | NatStatement
  | RejectStatement
  | SetStatement
  | MapStatement
  | MeterStatement
  | LogStatement
  | QueueStatement
  | TproxyStatement
  | SynproxyStatement
  | VmapStatement
  | CtCountStatement
  | CtObjectStatement
  | SecmarkStatement
  | XtStatement
  | UnknownStatement
