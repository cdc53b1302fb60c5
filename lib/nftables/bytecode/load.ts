/** Expressions that put something of a packet, of its connection or of the system into a register, or back. */

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
