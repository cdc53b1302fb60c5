import type { Expr, SetExpr } from './expression.ts'

export type VerdictExpression =
  | { accept: null }
  | { drop: null }
  | { continue: null }
  | { return: null }
  | { jump: { target: string } }
  | { goto: { target: string } }

/** `in` tests bits; `!` tests that none of the bits is set. */
export type MatchOperator = '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in' | '!'

export interface MatchStatement {
  match: { left: Expr; right: Expr; op: MatchOperator }
}

/** A counter of the rule's own, or the name of a counter object. */
export interface CounterStatement {
  counter: { packets?: number; bytes?: number } | Expr | null
}

export interface QuotaStatement {
  quota: { val: number; val_unit?: string; used?: number; used_unit?: string; inv?: boolean } | Expr
}

export interface LimitStatement {
  limit: { rate: number; rate_unit?: string; per?: string; burst?: number; burst_unit?: string; inv?: boolean } | Expr
}

/** When the rule matched last. */
export interface LastStatement {
  last: { used?: number; set?: boolean } | null
}

export interface MangleStatement {
  mangle: { key: Expr; value: Expr }
}

/** Removes a TCP option. */
export interface ResetStatement {
  reset: Expr
}

export interface FwdStatement {
  fwd: { dev: Expr; family?: 'ip' | 'ip6'; addr?: Expr }
}

export interface NotrackStatement {
  notrack: null
}

export interface DupStatement {
  dup: { addr: Expr; dev?: Expr }
}

export interface FlowStatement {
  flow: { op: 'add'; flowtable: string }
}

export type NatFlag = 'random' | 'fully-random' | 'persistent'
export type NatTypeFlag = 'interval' | 'prefix' | 'concat'

export interface NatOptions {
  addr?: Expr
  family?: 'ip' | 'ip6'
  port?: Expr
  flags?: NatFlag | NatFlag[]
  type_flags?: NatTypeFlag | NatTypeFlag[]
}

export type NatStatement =
  | { snat: NatOptions | null }
  | { dnat: NatOptions | null }
  | { masquerade: { port?: Expr; flags?: NatFlag | NatFlag[] } | null }
  | { redirect: { port?: Expr; flags?: NatFlag | NatFlag[] } | null }

export interface RejectStatement {
  reject: { type?: 'tcp reset' | 'icmpx' | 'icmp' | 'icmpv6'; expr?: Expr } | null
}

/** Puts an element into a set from the packet path. */
export interface SetStatement {
  set: { op: 'add' | 'update' | 'delete'; elem: Expr; set: string; stmt?: Statement[] }
}

/** Likewise into a map. */
export interface MapStatement {
  map: { op: 'add' | 'update' | 'delete'; elem: Expr; data: Expr; map: string }
}

export interface MeterStatement {
  meter: { name: string; key: Expr; stmt: Statement; size?: number }
}

export type LogLevel = 'emerg' | 'alert' | 'crit' | 'err' | 'warn' | 'notice' | 'info' | 'debug' | 'audit'
export type LogFlag = 'tcp sequence' | 'tcp options' | 'ip options' | 'skuid' | 'ether' | 'all'

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

export type QueueFlag = 'bypass' | 'fanout'

export interface QueueStatement {
  queue: { num?: Expr; flags?: QueueFlag | QueueFlag[] } | null
}

export interface TproxyStatement {
  tproxy: { family?: 'ip' | 'ip6'; addr?: Expr; port?: Expr }
}

export type SynproxyFlag = 'timestamp' | 'sack-perm'

export interface SynproxyStatement {
  synproxy: { mss?: number; wscale?: number; flags?: SynproxyFlag | SynproxyFlag[] } | Expr | null
}

export interface VmapStatement {
  vmap: { key: Expr; data: SetExpr | string }
}

export interface CtCountStatement {
  'ct count': { val: number; inv?: boolean }
}

/** Names of objects, or a map to names. */
export type CtObjectStatement = { 'ct helper': Expr } | { 'ct timeout': Expr } | { 'ct expectation': Expr }

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
