import type {
  ConnlimitExpression,
  CounterExpression,
  DupExpression,
  FlowOffloadExpression,
  FwdExpression,
  LastExpression,
  LimitExpression,
  LogExpression,
  MasqExpression,
  NatExpression,
  NotrackExpression,
  QueueExpression,
  QuotaExpression,
  RedirExpression,
  RejectExpression,
  SynproxyExpression,
  TproxyExpression,
  UnknownExpression,
  XtExpression,
} from './act.ts'
import type {
  BitwiseExpression,
  ByteorderExpression,
  CmpExpression,
  ImmediateExpression,
  LookupExpression,
  ObjrefExpression,
  RangeExpression,
} from './compute.ts'
import type {
  CtExpression,
  ExthdrExpression,
  FibExpression,
  HashExpression,
  MetaExpression,
  NumgenExpression,
  OsfExpression,
  PayloadExpression,
  RtExpression,
  SocketExpression,
  TunnelExpression,
  XfrmExpression,
} from './load.ts'

export type * from './act.ts'
export type * from './compute.ts'
export type * from './load.ts'

/**
 * One expression of a rule. What crosses between the compiler, the decompiler and the addon: plain objects named after libnftnl's attribute
 * constants less their prefix (`NFTNL_EXPR_PAYLOAD_OFFSET` offset). Registers, operators, keys and bases are the
 * numbers of <linux/netfilter/nf_tables.h>; data are bytes exactly as they lie in the register.
 */
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
