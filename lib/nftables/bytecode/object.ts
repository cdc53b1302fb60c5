import type { Expression } from './expression.ts'

/** NFTNL_TABLE_* */
export interface Table {
  family: number
  name?: string
  flags?: number
  use?: number
  handle?: bigint
  owner?: number
  userdata?: Uint8Array
}

/** NFTNL_CHAIN_* */
export interface Chain {
  family: number
  table: string
  name?: string
  hooknum?: number
  prio?: number
  policy?: number
  use?: number
  packets?: bigint
  bytes?: bigint
  handle?: bigint
  type?: string
  dev?: string
  devices?: string[]
  flags?: number
  id?: number
  userdata?: Uint8Array
}

/** NFTNL_RULE_* */
export interface Rule {
  family: number
  table: string
  chain?: string
  handle?: bigint
  compatProto?: number
  compatFlags?: number
  /** The handle of the rule in front of which (add: behind which) this one goes; listed: of the rule before it. */
  position?: bigint
  /** Likewise by the `id` of a rule of the same batch. */
  positionId?: number
  id?: number
  userdata?: Uint8Array
  expressions: Expression[]
}

/** NFTNL_SET_* (a map is a set with data). */
export interface Set {
  family: number
  table: string
  name?: string
  flags?: number
  keyType?: number
  keyLen?: number
  dataType?: number
  dataLen?: number
  id?: number
  policy?: number
  descSize?: number
  /** Milliseconds. */
  timeout?: bigint
  /** Milliseconds. */
  gcInterval?: number
  userdata?: Uint8Array
  objType?: number
  handle?: bigint
  /** Bytes of each field of a concatenation. */
  descConcat?: number[]
  expressions?: Expression[]
}

/** NFTNL_SET_ELEM_* */
export interface SetElement {
  flags?: number
  key?: Uint8Array
  keyEnd?: Uint8Array
  verdict?: number
  chain?: string
  data?: Uint8Array
  objref?: string
  /** Milliseconds. */
  timeout?: bigint
  /** Milliseconds. */
  expiration?: bigint
  userdata?: Uint8Array
  expressions?: Expression[]
}

/** NFTNL_OBJ_*: attributes of one kind of object carry its name (`NFTNL_OBJ_CTR_PKTS` ctrPkts). */
export interface StatefulObject {
  family: number
  table: string
  name?: string
  type: number
  use?: number
  handle?: bigint
  userdata?: Uint8Array
  ctrPkts?: bigint
  ctrBytes?: bigint
  quotaBytes?: bigint
  quotaConsumed?: bigint
  quotaFlags?: number
  ctHelperName?: string
  ctHelperL3proto?: number
  ctHelperL4proto?: number
  ctTimeoutL3proto?: number
  ctTimeoutL4proto?: number
  /** Seconds, in the order of the kernel's attributes less one; undefined where not given. */
  ctTimeoutArray?: (number | undefined)[]
  ctExpectL3proto?: number
  ctExpectL4proto?: number
  ctExpectDport?: number
  ctExpectTimeout?: number
  ctExpectSize?: number
  limitRate?: bigint
  limitUnit?: bigint
  limitBurst?: number
  limitType?: number
  limitFlags?: number
  synproxyMss?: number
  synproxyWscale?: number
  synproxyFlags?: number
  secmarkCtx?: string
}

/** NFTNL_FLOWTABLE_* */
export interface Flowtable {
  family: number
  table: string
  name?: string
  hooknum?: number
  prio?: number
  use?: number
  devices?: string[]
  size?: number
  flags?: number
  handle?: bigint
}
