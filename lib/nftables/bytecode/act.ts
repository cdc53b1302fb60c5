/** Expressions that count, limit, tell, change and steer packets. */

/** NFTNL_EXPR_CTR_* */
export interface CounterExpression {
  name: 'counter'
  packets?: bigint
  bytes?: bigint
}

/** NFTNL_EXPR_LAST_* */
export interface LastExpression {
  name: 'last'
  msecs?: bigint
  set?: number
}

/** NFTNL_EXPR_CONNLIMIT_* */
export interface ConnlimitExpression {
  name: 'connlimit'
  count: number
  flags?: number
}

/** NFTNL_EXPR_LIMIT_*: `unit` in seconds. */
export interface LimitExpression {
  name: 'limit'
  rate: bigint
  unit: bigint
  burst?: number
  type?: number
  flags?: number
}

/** NFTNL_EXPR_QUOTA_* */
export interface QuotaExpression {
  name: 'quota'
  bytes: bigint
  flags?: number
  consumed?: bigint
}

/** NFTNL_EXPR_LOG_* */
export interface LogExpression {
  name: 'log'
  prefix?: string
  group?: number
  snaplen?: number
  qthreshold?: number
  level?: number
  flags?: number
}

/** NFTNL_EXPR_REJECT_* */
export interface RejectExpression {
  name: 'reject'
  type: number
  code?: number
}

/** NFTNL_EXPR_NAT_* */
export interface NatExpression {
  name: 'nat'
  type: number
  family: number
  regAddrMin?: number
  regAddrMax?: number
  regProtoMin?: number
  regProtoMax?: number
  flags?: number
}

/** NFTNL_EXPR_MASQ_* */
export interface MasqExpression {
  name: 'masq'
  flags?: number
  regProtoMin?: number
  regProtoMax?: number
}

/** NFTNL_EXPR_REDIR_* */
export interface RedirExpression {
  name: 'redir'
  regProtoMin?: number
  regProtoMax?: number
  flags?: number
}

/** NFTNL_EXPR_TPROXY_* */
export interface TproxyExpression {
  name: 'tproxy'
  family: number
  regAddr?: number
  regPort?: number
}

/** NFTNL_EXPR_SYNPROXY_* */
export interface SynproxyExpression {
  name: 'synproxy'
  mss?: number
  wscale?: number
  flags?: number
}

/** NFTNL_EXPR_DUP_* */
export interface DupExpression {
  name: 'dup'
  sregAddr?: number
  sregDev?: number
}

/** NFTNL_EXPR_FWD_* */
export interface FwdExpression {
  name: 'fwd'
  sregDev: number
  sregAddr?: number
  nfproto?: number
}

/** NFTNL_EXPR_FLOW_* */
export interface FlowOffloadExpression {
  name: 'flow_offload'
  tableName: string
}

/** NFTNL_EXPR_QUEUE_* */
export interface QueueExpression {
  name: 'queue'
  num?: number
  total?: number
  flags?: number
  sregQnum?: number
}

export interface NotrackExpression {
  name: 'notrack'
}

/** NFTNL_EXPR_MT_* and NFTNL_EXPR_TG_*: an extension of xtables; its own name (`MT_NAME`) is `extension`. */
export interface XtExpression {
  name: 'match' | 'target'
  extension: string
  rev: number
  info: Uint8Array
}

/** An expression that libnftnl parsed and no table knows: written back as it came. */
export interface UnknownExpression {
  name: 'unknown'
  /** The kernel's name of it. */
  kind: string
  raw: Uint8Array
}
