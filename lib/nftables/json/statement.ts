import type { Expr, SetExpr, Uint64 } from './expression.ts'

/** What becomes of the packet; without one, it goes to the next rule. */
export type VerdictExpression =
  | { accept: null }
  | { drop: null }
  | { continue: null }
  | { return: null }
  | { jump: { target: string } }
  | { goto: { target: string } }

/** `in` tests bits; `!` tests that none of the bits is set. */
export type MatchOperator = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in' | '!'

/** Goes on with the rule only where `left op right` holds. */
export interface MatchStatement {
  match: { left: Expr; right: Expr; op: MatchOperator }
}

/** A counter of the rule's own, or the name of a counter object. */
export interface CounterStatement {
  counter: { packets?: Uint64; bytes?: Uint64 } | Expr | null
}

/** Holds until so much was seen (with `inv`, afterwards): a quota of the rule's own, or a named one. */
export interface QuotaStatement {
  quota: { val: Uint64; val_unit?: string; used?: Uint64; used_unit?: string; inv?: boolean } | Expr
}

/** The time of a rate. */
export type RateUnit = 'second' | 'minute' | 'hour' | 'day' | 'week'

/** Holds while the rate is kept (with `inv`, while it is exceeded): a limit of the rule's own, or a named one. */
export interface LimitStatement {
  limit: { rate: Uint64; rate_unit?: string; per?: string; burst?: number; burst_unit?: string; inv?: boolean } | Expr
}

/** When the rule matched last. */
export interface LastStatement {
  last: { used?: Uint64; set?: boolean } | null
}

/** Writes a field of the packet, of its metadata or of its connection. */
export interface MangleStatement {
  mangle: { key: Expr; value: Expr }
}

/** Removes a TCP option. */
export interface ResetStatement {
  reset: Expr
}

/** Sends the packet out by a link, from a chain of family netdev. */
export interface FwdStatement {
  fwd: { dev: Expr; family?: 'ip' | 'ip6'; addr?: Expr }
}

/** No connection tracking for this packet. */
export interface NotrackStatement {
  notrack: null
}

/** Sends a copy of the packet to another host. */
export interface DupStatement {
  dup: { addr: Expr; dev?: Expr }
}

/** Hands the flow to a flowtable. */
export interface FlowStatement {
  flow: { op: 'add'; flowtable: string }
}

/** How a port is chosen, and whether a client keeps its address. */
export type NatFlag = 'random' | 'fully-random' | 'persistent'
/** What the data of a map that gives the addresses are. */
export type NatTypeFlag = 'interval' | 'prefix' | 'concat'

/** The address and port that a packet gets. */
export interface NatOptions {
  addr?: Expr
  family?: 'ip' | 'ip6'
  port?: Expr
  flags?: NatFlag | NatFlag[]
  type_flags?: NatTypeFlag | NatTypeFlag[]
}

/** Changes source or destination of a connection. */
export type NatStatement =
  | { snat: NatOptions | null }
  | { dnat: NatOptions | null }
  | { masquerade: { port?: Expr; flags?: NatFlag | NatFlag[] } | null }
  | { redirect: { port?: Expr; flags?: NatFlag | NatFlag[] } | null }

/** Refuses with an answer; null is port unreachable. */
export interface RejectStatement {
  reject: { type?: 'tcp reset' | 'icmpx' | 'icmp' | 'icmpv6'; expr?: Expr } | null
}

/** Puts an element into a set from the packet path. */
export interface SetStatement {
  set: { op: 'add' | 'update' | 'delete'; elem: Expr; set: string; stmt?: Statement[] }
}

/** Likewise into a map. */
export interface MapStatement {
  map: { op: 'add' | 'update' | 'delete'; elem: Expr; data: Expr; map: string; stmt?: Statement[] }
}

/** A statement for each key of its own. Sets of flag dynamic have taken its place. */
export interface MeterStatement {
  meter: { name: string; key: Expr; stmt: Statement; size?: number }
}

/** Levels of syslog; audit goes to the audit log. */
export type LogLevel = 'emerg' | 'alert' | 'crit' | 'err' | 'warn' | 'notice' | 'info' | 'debug' | 'audit'
/** What is logged of a packet beyond the usual. */
export type LogFlag = 'tcp sequence' | 'tcp options' | 'ip options' | 'skuid' | 'ether' | 'all'

/** Logs the packet: to the kernel log, or with `group` to who listens by nfnetlink. */
export interface LogStatement {
  log: {
    prefix?: string
    group?: number
    snaplen?: number
    'queue-threshold'?: number
    level?: LogLevel
    flags?: LogFlag | LogFlag[]
  } | null
}

/** 'bypass': on where nobody listens; 'fanout': one queue a processor. */
export type QueueFlag = 'bypass' | 'fanout'

/** Hands the packet to a program in user space, by queue number or range of numbers. */
export interface QueueStatement {
  queue: { num?: Expr; flags?: QueueFlag | QueueFlag[] } | null
}

/** Hands the packet to a socket of this host without changing its destination. */
export interface TproxyStatement {
  tproxy: { family?: 'ip' | 'ip6'; addr?: Expr; port?: Expr }
}

/** TCP options that a SYN proxy offers. */
export type SynproxyFlag = 'timestamp' | 'sack-perm'

/** Answers SYN in place of the server, which sees none but completed connections. */
export interface SynproxyStatement {
  synproxy: { mss?: number; wscale?: number; flags?: SynproxyFlag | SynproxyFlag[] } | Expr | null
}

/** A verdict by key, from an anonymous or a named map. */
export interface VmapStatement {
  vmap: { key: Expr; data: SetExpr | string }
}

/** Holds while there are at most `val` connections; with `inv`, more than that. */
export interface CtCountStatement {
  'ct count': { val: number; inv?: boolean }
}

/** Names of objects, or a map to names. */
export type CtObjectStatement = { 'ct helper': Expr } | { 'ct timeout': Expr } | { 'ct expectation': Expr }

/** Gives the packet a named security context. */
export interface SecmarkStatement {
  secmark: Expr
}

/** An extension of xtables, as iptables-nft makes them: shown, not accepted. */
export interface XtStatement {
  xt: { type: 'match' | 'target' | 'watcher'; name: string } | null
}

/** An expression of the kernel that has no words here: shown, not accepted. */
export interface UnknownStatement {
  unknown: { name: string }
}

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
