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

/** Lets the packet through this hook. */
export interface AcceptVerdict {
  /** Always null: it has no properties. */
  accept: null
}

/** Drops the packet. */
export interface DropVerdict {
  /** Always null: it has no properties. */
  drop: null
}

/** Proceeds with the next rule. */
export interface ContinueVerdict {
  /** Always null: it has no properties. */
  continue: null
}

/** Back to the chain that jumped here, or to the policy. */
export interface ReturnVerdict {
  /** Always null: it has no properties. */
  return: null
}

/** A chain to proceed in. */
export interface ChainTarget {
  /** Name of the chain, in the same table. */
  target: string
}

/** Proceeds in another chain, and comes back. */
export interface JumpVerdict {
  /** The chain to continue in, until it ends or returns. */
  jump: ChainTarget
}

/** Proceeds in another chain, and does not come back. */
export interface GotoVerdict {
  /** The chain to continue in; the packet does not come back. */
  goto: ChainTarget
}

/** What becomes of the packet; without one, it goes to the next rule. */
export type VerdictExpression =
  | AcceptVerdict
  | DropVerdict
  | ContinueVerdict
  | ReturnVerdict
  | JumpVerdict
  | GotoVerdict

/** `in` tests bits; `!` tests that none of the bits is set. */
export type MatchOperator = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in' | '!'

/** A comparison. */
export interface Match {
  /** What is compared. */
  left: Expr
  /** What it is compared with: a value, a range, a prefix, a set. */
  right: Expr
  /** How; with a set, '==' asks whether it has the value. */
  op: MatchOperator
}

/** Proceeds with the rule only where `left op right` holds. */
export interface MatchStatement {
  /** The comparison: `left`, `op` and `right`. */
  match: Match
}

/** A counter of the rule's own, or the name of a counter object. */
export interface CounterStatement {
  /** What it has counted so far, the name of a counter object, or null for a counter that begins at 0. */
  counter: CounterValues | Expr | null
}

/** A quota of a rule or an element. */
export interface QuotaBytes {
  /** How much may pass, in `val_unit`. */
  val: Uint64
  /** 'bytes', 'kbytes' or 'mbytes'; 'bytes' unless given. */
  val_unit?: string
  /** How much has passed, in `used_unit`. */
  used?: Uint64
  /** 'bytes', 'kbytes' or 'mbytes'; 'bytes' unless given. */
  used_unit?: string
  /** True holds once the quota is used up, false until then; nft: `over`. */
  inv?: boolean
}

/** Holds until so much was seen (with `inv`, afterwards): a quota of the rule's own, or a named one. */
export interface QuotaStatement {
  /** The quota, or the name of a quota object. */
  quota: QuotaBytes | Expr
}

/** The time of a rate. */
export type RateUnit = 'second' | 'minute' | 'hour' | 'day' | 'week'

/** A rate of a rule or an element. */
export interface LimitRate {
  /** How much in each `per`. */
  rate: Uint64
  /** 'packets', 'bytes', 'kbytes' or 'mbytes'; 'packets' unless given. */
  rate_unit?: string
  /** The time of the rate, 'second'. */
  per?: string
  /** How much may pass at once beyond the rate, in `burst_unit`; 5 packets unless given. */
  burst?: number
  /** 'packets', 'bytes', 'kbytes' or 'mbytes'. */
  burst_unit?: string
  /** True holds while the rate is exceeded, false while it is kept; nft: `over`. */
  inv?: boolean
}

/** Holds while the rate is kept (with `inv`, while it is exceeded): a limit of the rule's own, or a named one. */
export interface LimitStatement {
  /** The rate, or the name of a limit object. */
  limit: LimitRate | Expr
}

/** When a rule matched last. */
export interface LastUse {
  /** Milliseconds since then. */
  used?: Uint64
  /** Whether it has ever matched. */
  set?: boolean
}

/** When the rule matched last. */
export interface LastStatement {
  /** When that was; null where it never did. */
  last: LastUse | null
}

/** A change of a set by a packet. */
export interface SetUpdate {
  /** 'update' adds the element or renews its timeout. */
  op: 'add' | 'update' | 'delete'
  /** The element to add, renew or delete. */
  elem: Expr
  /** Name of the set, '@name'. */
  set: string
  /** Statements of the new element, such as a counter. */
  stmt?: Statement[]
}

/** Puts an element into a set from the packet path. */
export interface SetStatement {
  /** Which element, and which set. */
  set: SetUpdate
}

/** A change of a map by a packet. */
export interface MapUpdate {
  /** 'update' adds the pair or renews its timeout. */
  op: 'add' | 'update' | 'delete'
  /** The key to add, renew or delete. */
  elem: Expr
  /** The data that belong to the key. */
  data: Expr
  /** Name of the map, '@name'. */
  map: string
  /** Statements of the new element, such as a counter. */
  stmt?: Statement[]
}

/** Likewise into a map. */
export interface MapStatement {
  /** Which key and data, and which map. */
  map: MapUpdate
}

/** A statement for each key. */
export interface Meter {
  /** Name of the set that holds the keys. */
  name: string
  /** What of the packet distinguishes one key from another. */
  key: Expr
  /** The statement that each key has of its own. */
  stmt: Statement
  /** How many keys there may be. */
  size?: number
}

/** A statement for each key of its own. Sets of flag dynamic have taken its place. */
export interface MeterStatement {
  /** Key and statement. */
  meter: Meter
}

/** A verdict by key, from an anonymous or a named map. */
export interface VmapStatement {
  /** What is looked up, and the map from keys to verdicts. */
  vmap: MapLookup
}

/** How many connections there may be. */
export interface CtCount {
  /** Number of connections that are allowed, or with `inv` exceeded. */
  val: number
  /** True holds while there are more, false while there are at most so many; nft: `over`. */
  inv?: boolean
}

/** Holds while there are at most `val` connections; with `inv`, more than that. */
export interface CtCountStatement {
  /** The number of connections; nft: `ct count`. */
  'ct count': CtCount
}

/** Gives the connection a helper. */
export interface CtHelperStatement {
  /** Name of the helper object, or a map to names. */
  'ct helper': Expr
}

/** Gives the connection timeouts of its own. */
export interface CtTimeoutStatement {
  /** Name of the timeout object, or a map to names. */
  'ct timeout': Expr
}

/** Makes the connection expect another one. */
export interface CtExpectationStatement {
  /** Name of the expectation object, or a map to names. */
  'ct expectation': Expr
}

/** Names of objects, or a map to names. */
export type CtObjectStatement = CtHelperStatement | CtTimeoutStatement | CtExpectationStatement

/** What a rule does, one after the other. */
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
