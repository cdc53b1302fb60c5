/**
 * What crosses between the compiler, the decompiler and the addon: plain objects named after libnftnl's attribute
 * constants less their prefix (`NFTNL_EXPR_PAYLOAD_OFFSET` offset). Registers, operators, keys and bases are the
 * numbers of <linux/netfilter/nf_tables.h>; data are bytes exactly as they lie in the register.
 */

/** NFTNL_EXPR_PAYLOAD_*: loads (dreg) or writes (sreg) bytes of the packet. */
export interface PayloadExpression {
  name: 'payload'
  dreg?: number
  base: number
  offset: number
  len: number
  sreg?: number
  csumType?: number
  csumOffset?: number
  flags?: number
}

/** NFTNL_EXPR_META_* */
export interface MetaExpression {
  name: 'meta'
  key: number
  dreg?: number
  sreg?: number
}

/** NFTNL_EXPR_RT_* */
export interface RtExpression {
  name: 'rt'
  key: number
  dreg: number
}

/** NFTNL_EXPR_SOCKET_* */
export interface SocketExpression {
  name: 'socket'
  key: number
  dreg: number
  level?: number
}

/** NFTNL_EXPR_TUNNEL_* */
export interface TunnelExpression {
  name: 'tunnel'
  key: number
  dreg: number
}

/** NFTNL_EXPR_CT_* */
export interface CtExpression {
  name: 'ct'
  key: number
  dir?: number
  dreg?: number
  sreg?: number
}

/** NFTNL_EXPR_XFRM_* */
export interface XfrmExpression {
  name: 'xfrm'
  dreg: number
  key: number
  dir: number
  spnum: number
}

/** NFTNL_EXPR_EXTHDR_* */
export interface ExthdrExpression {
  name: 'exthdr'
  dreg?: number
  type: number
  offset: number
  len: number
  flags?: number
  op?: number
  sreg?: number
}

/** NFTNL_EXPR_FIB_* */
export interface FibExpression {
  name: 'fib'
  dreg: number
  result: number
  flags: number
}

/** NFTNL_EXPR_OSF_* */
export interface OsfExpression {
  name: 'osf'
  dreg: number
  ttl: number
  flags: number
}

/** NFTNL_EXPR_NG_* */
export interface NumgenExpression {
  name: 'numgen'
  dreg: number
  modulus: number
  type: number
  offset?: number
}

/** NFTNL_EXPR_HASH_* */
export interface HashExpression {
  name: 'hash'
  sreg?: number
  dreg: number
  len?: number
  modulus: number
  seed?: number
  offset?: number
  type: number
}

/** NFTNL_EXPR_CMP_* */
export interface CmpExpression {
  name: 'cmp'
  sreg: number
  op: number
  data: Uint8Array
}

/** NFTNL_EXPR_RANGE_* */
export interface RangeExpression {
  name: 'range'
  sreg: number
  op: number
  fromData: Uint8Array
  toData: Uint8Array
}

/** NFTNL_EXPR_IMM_*: data into a register, or a verdict (with the chain of a jump or goto) into register 0. */
export interface ImmediateExpression {
  name: 'immediate'
  dreg: number
  data?: Uint8Array
  verdict?: number
  chain?: string
  chainId?: number
}

/** NFTNL_EXPR_BITWISE_* */
export interface BitwiseExpression {
  name: 'bitwise'
  sreg: number
  dreg: number
  len: number
  mask?: Uint8Array
  xor?: Uint8Array
  op?: number
  data?: Uint8Array
}

/** NFTNL_EXPR_BYTEORDER_* */
export interface ByteorderExpression {
  name: 'byteorder'
  sreg: number
  dreg: number
  op: number
  len: number
  size: number
}

/** NFTNL_EXPR_LOOKUP_* */
export interface LookupExpression {
  name: 'lookup'
  sreg: number
  dreg?: number
  set: string
  setId?: number
  flags?: number
}

/** NFTNL_EXPR_DYNSET_* */
export interface DynsetExpression {
  name: 'dynset'
  op: number
  sregKey: number
  sregData?: number
  setName: string
  setId?: number
  /** Milliseconds. */
  timeout?: bigint
  flags?: number
  expressions?: Expression[]
}

/** NFTNL_EXPR_OBJREF_* */
export interface ObjrefExpression {
  name: 'objref'
  immType?: number
  immName?: string
  setSreg?: number
  setName?: string
  setId?: number
}

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

export type Expression =
  | PayloadExpression
  | MetaExpression
  | RtExpression
  | SocketExpression
  | TunnelExpression
  | CtExpression
  | XfrmExpression
  | ExthdrExpression
  | FibExpression
  | OsfExpression
  | NumgenExpression
  | HashExpression
  | CmpExpression
  | RangeExpression
  | ImmediateExpression
  | BitwiseExpression
  | ByteorderExpression
  | LookupExpression
  | DynsetExpression
  | ObjrefExpression
  | CounterExpression
  | LastExpression
  | ConnlimitExpression
  | LimitExpression
  | QuotaExpression
  | LogExpression
  | RejectExpression
  | NatExpression
  | MasqExpression
  | RedirExpression
  | TproxyExpression
  | SynproxyExpression
  | DupExpression
  | FwdExpression
  | FlowOffloadExpression
  | QueueExpression
  | NotrackExpression
  | XtExpression
  | UnknownExpression
