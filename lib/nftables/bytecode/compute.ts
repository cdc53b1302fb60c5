/** Expressions that compare registers, compute with them and look them up. */

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

/** NFTNL_EXPR_OBJREF_* */
export interface ObjrefExpression {
  name: 'objref'
  immType?: number
  immName?: string
  setSreg?: number
  setName?: string
  setId?: number
}
